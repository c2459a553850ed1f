/** The style sheet of the phone pages: from 320 pixels, dark and light, nothing under 16 pixels, nothing that moves. */
import { HUES } from '../../core/agent-signs.ts';

export const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1b1b;--quiet:#50504a;--line:#7c7c75;--faint:#dcdcd4;--lit:#f2efe4;--warn:#7a3d00;--warned:#fff3e2}
@media (prefers-color-scheme:dark){:root{--paper:#151515;--ink:#f1f1ea;--quiet:#bdbdb4;--line:#8f8f87;--faint:#3c3c38;--lit:#2c2a24;--warn:#ffc78a;--warned:#33240f}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:0 1rem 2rem;max-width:34rem;font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:break-word}
h1{font-size:1.3rem;line-height:1.25;margin:.6rem 0 .1rem}h1:focus,h2:focus{outline:0}
h2{font-size:1.1rem;line-height:1.35;margin:1.2rem 0 .4rem}
p{margin:.6rem 0}header p{margin:.1rem 0;color:var(--quiet)}
.big{font-size:1.1rem}.hint,.axis{color:var(--quiet)}
#said:empty,#line:empty,output:empty{display:none}
#said,.note,#line{margin:.6rem 0;padding:.5rem .8rem;border-left:4px solid var(--line);background:var(--lit)}
#line{position:sticky;top:0;z-index:1;margin:0 -1rem;border:0;border-bottom:2px solid var(--ink)}
.problem{padding:.5rem .8rem;border-left:4px solid var(--warn);background:var(--warned);color:var(--warn);font-weight:600}
a{color:inherit}
button,a.final{display:block;width:100%;min-height:3rem;margin:1rem 0 0;padding:.6rem 1rem;font:inherit;font-weight:600;text-align:center;text-decoration:none;border-radius:.5rem;border:2px solid var(--ink);cursor:pointer}
.final{background:var(--ink);color:var(--paper)}.plain{background:transparent;color:var(--ink);font-weight:400}
button[disabled]{opacity:.6}
:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
fieldset{border:0;margin:0;padding:0;min-width:0}legend{padding:0}legend h2{margin-top:1.2rem}
.option{display:flex;align-items:center;gap:.8rem;min-height:3.25rem;margin:.5rem 0;padding:.5rem .9rem;border:2px solid var(--line);border-radius:.5rem;cursor:pointer}
.option:has(:checked){border-color:var(--ink);box-shadow:inset 0 0 0 2px var(--ink);background:var(--lit);font-weight:600}
.option:has(:focus-visible){outline:3px solid var(--ink);outline-offset:3px}
.option input{flex:none;width:1.5rem;height:1.5rem;margin:0;accent-color:var(--ink)}.option input:focus-visible{outline:0}
.quiet{border-style:dashed}
.entry{display:flex;flex-wrap:wrap;align-items:center;gap:.3rem .7rem;margin:.4rem 0}
input[type=text]{width:8rem;max-width:100%;min-height:3rem;padding:.4rem .7rem;font:inherit;font-size:1.25rem;color:inherit;background:var(--paper);border:2px solid var(--line);border-radius:.5rem}
input[type=text][aria-invalid]{border-color:var(--warn)}
input.code{width:11rem;text-transform:uppercase;letter-spacing:.15em}#label{width:100%}
.line{display:none}.script .line{display:block}.script .line~.hint{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.script .scriptless,.script .kappa button,.script .what-if button{display:none}
.line p,.ends{display:flex;justify-content:space-between;gap:1rem;margin:0;color:var(--quiet)}
input[type=range]{-webkit-appearance:none;appearance:none;display:block;width:100%;height:3rem;margin:0;background:transparent;cursor:pointer}
input[type=range]::-webkit-slider-runnable-track{height:6px;border-radius:3px;background:var(--line)}
input[type=range]::-moz-range-track{height:6px;border-radius:3px;background:var(--line)}
input[type=range]::-webkit-slider-thumb{-webkit-appearance:none;width:2rem;height:2rem;margin-top:-13px;border:3px solid var(--paper);border-radius:50%;background:var(--ink)}
input[type=range]::-moz-range-thumb{width:2rem;height:2rem;border:3px solid var(--paper);border-radius:50%;background:var(--ink)}
.unset::-webkit-slider-thumb{opacity:0}.unset::-moz-range-thumb{opacity:0}
.fields{display:grid;grid-template-columns:1fr 1fr;gap:0 1rem;align-items:end}.fields p{margin:.3rem 0}.fields label{display:block}.fields input{width:100%}
details{margin:1.2rem 0;border-top:1px solid var(--faint);border-bottom:1px solid var(--faint)}details+details{border-top:0;margin-top:-1.2rem}.why{display:flex;flex-direction:column}#explained{display:contents}.first{order:1}.kappa{order:2}.further{order:3}.first h2{margin-top:1.6rem}.kappa:has(~#explained:empty),.kappa:has(~#explained [data-still]),.explain:has(~#explained:not(:empty)){display:none}
summary{padding:.65rem 0;cursor:pointer;font-weight:600}
dl{display:grid;grid-template-columns:fit-content(55%) 1fr;gap:.2rem 1rem;margin:.6rem 0}dt{color:var(--quiet)}dd{margin:0}
.wide{overflow-x:auto;margin:.7rem 0}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.3rem 12px .3rem 0;vertical-align:top;border-bottom:1px solid var(--faint)}th:last-child,td:last-child{padding-right:0}
thead th{vertical-align:bottom;font-weight:400;color:var(--quiet);border-bottom-color:var(--line)}tbody th{font-weight:400}.n{text-align:right}
@media (max-width:33.99rem){
.many,.many thead,.many tbody,.many tr,.many th,.many td{display:block}
.many thead{display:none}.many tbody tr{border-bottom:1px solid var(--faint);padding:.4rem 0}.many th,.many td{border:0;padding:0}.many tbody th[scope=row]{font-weight:600}.many th[data-head]::before{content:attr(data-head) " ";font-weight:400;color:var(--quiet)}
.many td{display:flex;justify-content:space-between;gap:1rem;text-align:right}.many td:empty{display:none}.many td::before{content:attr(data-head);color:var(--quiet);text-align:left}
.rounds .many td{display:inline-block;margin-right:.9rem}.rounds .many td::before{margin-right:.3rem}
}
.mark{display:inline-block;min-width:1.1em;margin-right:.15em;font-weight:400}
${Object.entries({ economicus: HUES.orange, moralis: HUES.purple, baseline: HUES.teal })
  .map(([label, hue]) => `.m-${label}{color:${hue}}`)
  .join('')}
.m-human,.m-class,.m-other,.m-random,.m-script{color:var(--ink)}
svg{display:block;width:100%;height:auto;overflow:visible}svg text{font-size:16px;fill:var(--quiet)}
.full{fill:currentColor;stroke:var(--paper);stroke-width:1.5}.open{fill:var(--paper);stroke:currentColor;stroke-width:2}.m-other.full,.m-random.full,.m-script.full,.m-class.full{fill:none;stroke:currentColor;stroke-width:2.5}
.path{fill:none;stroke:currentColor;stroke-width:2}.grid{stroke:var(--faint)}.level{stroke:var(--quiet);stroke-dasharray:5 4}.rule{stroke:var(--line);stroke-width:2}.tick{stroke:var(--quiet);stroke-dasharray:3 3;stroke-width:2}.interval{stroke:var(--ink);stroke-width:6;opacity:.5}.range{stroke:var(--quiet);stroke-width:6;stroke-dasharray:4 3}.band{stroke:var(--faint);stroke-width:16}
figure{margin:.8rem 0}.legend{display:flex;flex-wrap:wrap;gap:0 1.2rem}.axis{margin:0;text-align:center}
.scale .row{margin:.8rem 0}.label{display:flex;justify-content:space-between;gap:1rem;margin:0}.ends span:last-child{text-align:right}.notes{margin:.2rem 0 0;padding-left:1.2rem;color:var(--quiet)}
.tree{margin:.8rem 0}.tree ul{list-style:none;margin:0;padding:0 0 0 .5rem}.tree>ul{padding-left:0}
.tree li{position:relative;padding-left:1.1rem}
.tree li::before{content:"";position:absolute;left:0;top:0;bottom:0;border-left:2px solid var(--line)}.tree li:last-child::before{bottom:auto;height:1.35rem}
.tree li::after{content:"";position:absolute;left:0;top:1.25rem;width:.8rem;border-top:2px solid var(--line)}
.tree li.taken::after{border-top:6px double var(--ink);top:1.15rem}
.tree .branch{display:flex;justify-content:space-between;align-items:baseline;gap:.5rem;padding:.5rem 0 .2rem}
.act{min-width:0;overflow-wrap:anywhere}.tree .by{color:var(--quiet)}.tree .taken>.branch .act{font-weight:600}
.pay,.leaf-heads{flex:none;display:flex}.pay>span:not(.unseen),.leaf-heads span{width:3.8rem;padding-left:.35rem;text-align:right}.leaf-heads{justify-content:flex-end;color:var(--quiet);line-height:1.2}
.long .leaf-heads{flex-direction:column-reverse;align-items:flex-end}.long .leaf-heads span{width:auto}.long .leaf-heads span:nth-last-child(2){margin-right:3.8rem}
.was,.here{display:inline-block;padding:0 .4rem;border:1px solid var(--ink);border-radius:.3rem;font-weight:400;line-height:1.3}.here{background:var(--ink);color:var(--paper)}.root{margin:.3rem 0}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.more pre,pre{white-space:pre-wrap;font:inherit}
footer{margin-top:2rem;border-top:1px solid var(--faint);color:var(--quiet)}
`.trim();
