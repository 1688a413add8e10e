import type { DeployedStack } from '../commands/deploy.ts';
import type { StackProgress } from '../deploy/toolkit-messages.ts';
import { seconds } from './numbers.ts';
import { colors, type Output } from './output.ts';

/** Says what a deployment is doing: a line per finished stack, one live line in a terminal. */
export class DeployProgress {
  readonly #output: Output;
  readonly #width: number;

  constructor(output: Output, paths: readonly string[]) {
    this.#output = output;
    this.#width = Math.max(0, ...paths.map((path) => path.length));
  }

  event({ stack, logicalId, status, done }: StackProgress): void {
    this.#output.live(`${stack} ${done} ${logicalId} ${status}`);
  }

  deployed({ path, status, milliseconds }: DeployedStack): void {
    const mark = status === 'unchanged' ? colors.dim('·') : colors.green('✓');
    this.#output.talk(
      `${mark} ${path.padEnd(this.#width)}  ${status.padEnd('unchanged'.length)}  ${colors.dim(seconds(milliseconds))}`,
    );
  }
}
