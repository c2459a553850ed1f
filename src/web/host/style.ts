/** The style of the host's pages: a board for a phone or a laptop, a projector for the last row. No element has a style of its own. */
import { BAND_GREY } from '../../page/charts.ts';
import { signColours } from './projector-page.ts';

export const HOST_STYLE = `
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--quiet:#55554f;--line:#c8c8c0;--soft:#f2f2ec;--warn:#9a4a0a;--alarm:#c02020}
@media (prefers-color-scheme:dark){body.board{--ink:#ececE6;--paper:#161614;--quiet:#b4b4ac;--line:#4a4a44;--soft:#26262299;--warn:#f0a860;--alarm:#ff6b60}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;font:17px/1.45 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
[hidden]{display:none!important}
.board main{max-width:52rem;margin:0 auto;padding:.8rem .8rem 4rem}
.board h1{font-size:1.3rem;line-height:1.25;margin:.3rem 0}.board h2{font-size:1.05rem;margin:1.6rem 0 .4rem;border-top:1px solid var(--line);padding-top:.9rem}
.board p{margin:.4rem 0}.quiet{color:var(--quiet)}.warn{color:var(--warn);font-weight:600}
.open{display:inline-block;background:var(--alarm);color:#fff;font-weight:700;padding:.1rem .5rem;border-radius:.3rem}
@media (prefers-color-scheme:dark){.board .open{color:#161614}}
.problem{border-left:4px solid var(--warn);padding:.4rem .7rem;background:var(--soft)}
.big{font-size:2.1rem;font-weight:700;letter-spacing:.12em;font-variant-numeric:tabular-nums}
.counts{display:grid;grid-template-columns:repeat(auto-fit,minmax(6rem,1fr));gap:.4rem;list-style:none;padding:0;margin:.6rem 0}
.counts li{background:var(--soft);border-radius:.4rem;padding:.4rem .5rem;text-align:center}.counts b{display:block;font-size:1.4rem;line-height:1.1}
.keys{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.5rem}
form{margin:0}button,input,summary{font:inherit;color:inherit}
button,summary{width:100%;min-height:3rem;padding:.5rem .8rem;border:1px solid var(--line);border-radius:.5rem;background:var(--soft);cursor:pointer;text-align:center}
button.main{background:var(--ink);color:var(--paper);border-color:var(--ink);font-weight:600}
button:disabled{opacity:.55;cursor:default}
button:focus-visible,input:focus-visible,summary:focus-visible,a:focus-visible{outline:3px solid #0a8088;outline-offset:2px}
input{width:100%;min-height:3rem;padding:.5rem .7rem;border:1px solid var(--line);border-radius:.5rem;background:var(--paper)}
.row{display:grid;margin-top:.5rem;grid-template-columns:1fr auto;gap:.5rem}.row button{width:auto}
.people{list-style:none;padding:0;margin:.4rem 0}.people li{display:grid;grid-template-columns:2.4rem 1fr auto;gap:.5rem;align-items:center;padding:.45rem 0;border-bottom:1px solid var(--line)}
.people button{min-height:2.75rem;width:auto}.people .n{text-align:right;font-variant-numeric:tabular-nums}
.why{display:block;font-size:.9rem;color:var(--quiet)}
details{margin:.5rem 0}summary{list-style:none}details[open] summary{margin-bottom:.5rem}
#line{position:fixed;left:0;right:0;bottom:0;margin:0;padding:.5rem .8rem;background:var(--warn);color:var(--paper);text-align:center}
.board svg.qr{display:block;width:min(100%,16rem);height:auto;margin:.5rem 0}
body.projector{background:#fff;color:#1b1b1b;font-size:max(28px,3.7vh);line-height:1.25}
.projector main{height:100vh;padding:3vh 2.5vw;display:flex;overflow:hidden}
.projector h1{font-size:max(34px,5.2vh);line-height:1.15;margin:0 0 1vh}.projector p{margin:.6vh 0}
.join{gap:2vw;align-items:center}.join .how{flex:1 1 46%;min-width:0}.join svg.qr{flex:0 1 50vw;max-height:92vh;min-width:0;height:auto;width:50vw}
.projector .code{font-size:max(72px,17vh);line-height:1;font-weight:800;letter-spacing:.06em;margin:1vh 0 2vh;font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
.projector .address{font-size:max(34px,6vh);font-weight:700}.projector .address.long{font-size:max(28px,4.2vh)}
.heads{font-weight:600}
main.picture{flex-direction:column;gap:.6vh;padding:2vh 2vw}
.picture header{display:flex;justify-content:space-between;gap:2vw;align-items:baseline}.picture h1{font-size:max(28px,4.2vh);margin:0;min-width:0;overflow:hidden;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2}.words .says{font-size:max(34px,6vh);line-height:1.3;margin:auto 0}.picture .heads{white-space:nowrap;margin:0}
.charts{flex:1 1 auto;min-height:0;display:flex;gap:1vw;justify-content:center}.charts svg{display:block;min-width:0;flex:1 1 0;height:100%;width:100%;font-weight:500}.charts.stacked{flex-direction:column}
.legend,.says{flex:0 0 auto;font-size:28px;line-height:1.2}
.m-band{color:${BAND_GREY}}${signColours()}
@media (max-width:40rem){.projector main.join{flex-direction:column;height:auto}.join svg.qr{width:90vw}}
`.trim();
