import { defineConfig } from 'vitest/config';

/** One sandbox for the whole file, which rewrites live policies: minutes, and not a unit test. */
export default defineConfig({
  test: {
    include: ['test/permissions/*.spec.ts'],
    testTimeout: 240_000,
    hookTimeout: 120_000,
    pool: 'forks',
    env: { NO_COLOR: '1' },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  },
});
