import { createInterface } from 'node:readline/promises';
import type { Output } from './output.ts';

/** Whether there is somebody who can answer: a terminal on both sides, no `CI`, no `--json`. */
export function canAsk({ isJson, isTerminal }: Output): boolean {
  return isTerminal && process.stdin.isTTY && !isJson;
}

/** Asks for a word that nobody types by accident; anything else declines. */
export async function askForWord(question: string, word: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${question} `);
    return answer.trim().toLowerCase() === word.toLowerCase();
  } catch {
    // The input ended: nobody agreed.
    return false;
  } finally {
    lines.close();
  }
}
