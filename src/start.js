#!/usr/bin/env node
/**
 * The first thing that runs, on whatever Node is there: plain JavaScript, and no import before the version is checked.
 *
 * In a checkout it installs what is missing and builds what is stale (checkout.js); then, as in an installed package, it
 * hands over to a Node that is new enough, one being installed with the packages. It is the command `homines`, and
 * `npm start`, `npm test` and the other scripts call it.
 */
/** The one statement of the versions of Node: which can start us, and which can run us. A test holds everything else to it. */
const oldest = '18.0';
const needed = '22.18';

/** What the scripts of package.json name, and where it stands: in a checkout only. */
const tasks = {
  build: 'src/build.ts',
  test: 'test/run.ts',
  bench: 'test/bench/run.ts',
  playthrough: 'test/playthrough.ts',
  estimate: 'test/kappa-of-134-people.ts',
  simulate: 'test/kappa-of-simulated-people.ts',
  pictures: 'test/pictures.ts',
  lockfile: 'test/lockfile.ts',
};

if (older(process.versions.node, oldest)) {
  fail(
    'homines needs Node ' +
      needed +
      ' or newer and this is ' +
      process.versions.node +
      ': install the current Node from nodejs.org.',
  );
} else {
  main(process.argv.slice(2)).catch(function (error) {
    if (!error.sentence) throw error;
    fail(error.sentence, error.code);
  });
}

function older(version, least) {
  const given = version.split('.').map(Number);
  const wanted = least.split('.').map(Number);
  return given[0] < wanted[0] || (given[0] === wanted[0] && given[1] < wanted[1]);
}

function fail(sentence, code = 2) {
  process.stderr.write(sentence + '\n');
  process.exitCode = code;
}

/** A module of Node's, taken as it is where Node can: to import one takes longer. */
async function own(name) {
  return process.getBuiltinModule?.(name) ?? import(name);
}

async function main(argv) {
  const fs = await own('node:fs');
  const path = await own('node:path');
  const url = await own('node:url');
  const root = path.dirname(path.dirname(fs.realpathSync(url.fileURLToPath(import.meta.url))));
  const program = path.join(root, 'dist', 'cli.js');

  if (!fs.existsSync(path.join(root, 'src', 'checkout.js'))) return run(program, argv);

  const checkout = await import('./checkout.js');
  await checkout.install(root);
  const task = Object.keys(tasks).includes(argv[0]) ? tasks[argv[0]] : undefined;
  if (task !== undefined) return run(path.join(root, task), argv.slice(1));
  if (checkout.stale(root)) await checkout.build(root, await newEnough());
  return run(program, argv);

  /** Runs a module: here if this Node is new enough, else in one that is. */
  async function run(file, rest) {
    const node = await newEnough();
    if (node === process.execPath) {
      process.argv = [node, file, ...rest];
      // Before the program is read, so that what it begins with comes from the cache too; the program keeps it.
      const { enableCompileCache } = await own('node:module');
      if (file === program && enableCompileCache) enableCompileCache();
      await import(url.pathToFileURL(file).href);
    } else await handOver(node, [file, ...rest]);
  }

  /** A Node that is new enough: this one, or the one that was installed with the packages. */
  async function newEnough() {
    if (!older(process.versions.node, needed)) return process.execPath;
    const { createRequire } = await own('node:module');
    const resolve = createRequire(import.meta.url).resolve;
    const kind = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
    for (const name of [`node-${kind}`, `node-bin-${kind}`]) {
      try {
        const file = path.join(
          path.dirname(resolve(`${name}/package.json`)),
          'bin',
          process.platform === 'win32' ? 'node.exe' : 'node',
        );
        if (fs.existsSync(file)) return file;
      } catch {
        // Not installed: optional, and only for its own platform.
      }
    }
    const sentence = `homines needs Node ${needed} or newer, this is ${process.versions.node}, and none was installed for ${kind}: install the current Node from nodejs.org and run the same command again.`;
    throw Object.assign(new Error(sentence), { sentence });
  }
}

/** Node aborts at its end where it cannot set back a terminal that is gone, as commands/shared/hung-up.ts says of the program. */
async function outliveTerminal() {
  const fs = await import('node:fs');
  const { isatty } = await import('node:tty');
  const terminals = process.platform === 'win32' ? [] : [0, 1, 2].filter((fd) => isatty(fd));
  process.on('exit', () => {
    for (const fd of terminals) {
      if (isatty(fd)) continue;
      try {
        fs.closeSync(fd);
        fs.openSync('/dev/null', 'r+');
      } catch {
        // Then there is nothing that Node could set back.
      }
    }
  });
}

/**
 * What the other Node runs first: when the line to us is cut, we have ended, however that came, and so does it: in good
 * order where it can, as when a terminal is closed.
 */
const FOLLOW = `
  process.channel?.unref();
  process.once('disconnect', () => {
    setTimeout(() => process.exit(129), 10000).unref();
    process.kill(process.pid, 'SIGHUP');
  });
`;

/** Gives the terminal, the signals and the exit code over to another Node, which does not outlive this one. */
async function handOver(node, args) {
  const { spawn } = await import('node:child_process');
  await outliveTerminal();
  const follow = ['--import', `data:text/javascript,${encodeURIComponent(FOLLOW)}`];
  const child = spawn(node, [...follow, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  const passed = {
    SIGTERM: () => child.kill('SIGTERM'),
    SIGHUP: () => child.kill('SIGHUP'),
    // A terminal sends Ctrl-C to both of us.
    SIGINT: () => (process.stdin.isTTY ? undefined : child.kill('SIGINT')),
    // Whoever stops this process alone stops the program, which gives the terminal back first; then the signal has its own effect.
    ...(process.platform === 'win32' ? {} : { SIGTSTP: stop, SIGCONT: () => child.kill('SIGCONT') }),
  };
  function stop() {
    child.kill('SIGTSTP');
    setTimeout(() => {
      process.removeListener('SIGTSTP', stop);
      process.kill(process.pid, 'SIGTSTP');
      setTimeout(() => process.on('SIGTSTP', stop), 50);
    }, 250);
  }
  for (const signal of Object.keys(passed)) process.on(signal, passed[signal]);
  await new Promise((done, broken) => {
    child.on('error', broken);
    child.on('exit', (code, signal) => {
      for (const name of Object.keys(passed)) process.removeListener(name, passed[name]);
      if (signal === null) process.exitCode = code;
      else process.kill(process.pid, signal);
      done();
    });
  });
}
