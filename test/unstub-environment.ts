import { afterAll, vi } from 'vitest';

/** Files share a process: what one of them puts into the environment is gone before the next. */
afterAll(() => void vi.unstubAllEnvs());
