import { spawnSync } from 'node:child_process';

export type ProcessFigures = {
  readonly seconds: number;
  /** Of all its threads; hardly changed by what else the machine does. */
  readonly cpuSeconds: number;
  readonly rssMegabytes: number;
};

/** Runs when the measured process ends; the third pipe is ours. */
const REPORT =
  'import{writeSync}from"node:fs";process.on("exit",()=>{const{userCPUTime,systemCPUTime,maxRSS}=process.resourceUsage();writeSync(3,JSON.stringify({cpu:userCPUTime+systemCPUTime,rss:maxRSS}))})';

/** Runs a program of Node in a process of its own, so that its start counts, as it does for the person who waits. */
export function measureProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ProcessFigures {
  const startedAt = performance.now();
  const child = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', `--import=data:text/javascript,${REPORT}`, ...args],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8', env: { ...process.env, ...env } },
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  if (child.status !== 0) throw new Error(`${args.join(' ')} ended with ${child.status}:\n${child.stderr}`);
  // The report above wrote it.
  const { cpu, rss } = JSON.parse(child.output[3] ?? '') as { readonly cpu: number; readonly rss: number };
  return { seconds, cpuSeconds: cpu / 1_000_000, rssMegabytes: rss / 1_024 };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Each figure's own median. */
export function medianFigures(runs: readonly ProcessFigures[]): ProcessFigures {
  return {
    seconds: median(runs.map(({ seconds }) => seconds)),
    cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
    rssMegabytes: median(runs.map(({ rssMegabytes }) => rssMegabytes)),
  };
}
