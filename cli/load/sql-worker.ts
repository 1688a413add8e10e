import { parentPort } from 'node:worker_threads';
import { readSql } from '../../core/lineage/read-sql.ts';

parentPort?.on('message', (texts: readonly string[]) => parentPort?.postMessage(texts.map(readSql)));
