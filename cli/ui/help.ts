import type { Command, Help } from 'commander';

export type CommandHelp = {
  readonly examples: readonly (readonly [command: string, what: string])[];
  readonly exits: readonly (readonly [code: number, when: string])[];
};

const helps = new WeakMap<Command, CommandHelp>();

export function describeCommand(command: Command, help: CommandHelp): Command {
  helps.set(command, help);
  return command;
}

/** One sentence, examples, usage, commands, flags, exit codes: in the order in which people need them. */
export function formatHelp(command: Command, helper: Help): string {
  const help = helps.get(command);
  const sections = [
    helper.commandDescription(command),
    section('Examples', help?.examples ?? []),
    `Usage: ${helper.commandUsage(command)}`,
    section(
      'Commands',
      helper
        .visibleCommands(command)
        .filter((sub) => sub.name() !== 'help')
        .map((sub) => [helper.subcommandTerm(sub), helper.subcommandDescription(sub)] as const),
    ),
    section(
      'Flags',
      helper
        .visibleOptions(command)
        .map((option) => [helper.optionTerm(option), helper.optionDescription(option)] as const),
    ),
    section(
      'Exit codes',
      (help?.exits ?? []).map(([code, when]) => [String(code), when] as const),
    ),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  if (rows.length === 0) return '';
  const width = Math.max(...rows.map(([term]) => term.length));
  return [`${title}:`, ...rows.map(([term, text]) => `  ${term.padEnd(width)}  ${text}`.trimEnd())].join(
    '\n',
  );
}
