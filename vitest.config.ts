import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/slow/**', 'test/**/*.slow.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Scenarios wait for functions and queries: three keep two cores busy.
    maxWorkers: 3,
    // Half of the processor time would go to loading the same modules for each file; no test changes a module.
    isolate: false,
    setupFiles: ['test/unstub-environment.ts'],
    // What a terminal is shown is compared as text, also where `CI` asks for colors.
    env: { NO_COLOR: '1' },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  },
});
