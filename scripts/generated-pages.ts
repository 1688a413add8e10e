import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Verb, VerbGroup } from '../cli/verbs/verb.ts';
import { CATALOG, type CatalogEntry } from '../core/errors/catalog.ts';
import { RUNTIME_CODES } from '../core/errors/runtime-codes.ts';
import { renderExecutionPolicy } from './execution-policy-page.ts';
import { cell, code, GENERATED, row } from './markdown.ts';
import { renderTemplateRules } from './template-rules-page.ts';
import { renderWeakenings } from './weakenings-page.ts';

const root = resolve(import.meta.dirname, '..');

/** The pages of the reference that are written from code, by path below the repository. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/reference/errors.md', renderErrors()],
    ['docs/reference/cli.md', renderCli(await loadVerbs())],
    ['docs/reference/template-rules.md', renderTemplateRules()],
    ['docs/reference/execution-policy.md', renderExecutionPolicy()],
    ['docs/reference/weakenings.md', renderWeakenings()],
  ]);
}

function renderErrors(): string {
  const entries: readonly (readonly [string, CatalogEntry])[] = Object.entries(CATALOG);
  const isRuntime = ([code]: readonly [string, CatalogEntry]): boolean => code in RUNTIME_CODES;
  return [
    '# Errors',
    GENERATED,
    'Every code that Freehold reports, in the form `error[Code]: message`. A code is permanent: it is never renamed or used again. The message of an occurrence holds the wrong value, the place and what to do; this page says what the code stands for. The source is [`core/errors/catalog.ts`](../../core/errors/catalog.ts).',
    'An error of AWS, or of the sandbox in its place, has the name that AWS gives it and is not listed here.',
    '## In the files of a mesh',
    '`bin/mesh validate` reports these with file, line and column; every other command that reads the mesh does, too.',
    errorTable(entries.filter((entry) => !isRuntime(entry))),
    '## In commands, runs and functions',
    'These happen after the files are valid. `bin/mesh history <product>` shows the code of a run that did not publish.',
    errorTable(entries.filter(isRuntime)),
  ]
    .join('\n\n')
    .concat('\n');
}

function errorTable(entries: readonly (readonly [string, CatalogEntry])[]): string {
  const rows = entries
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, { title, explanation }]) => `| \`${code}\` | ${cell(title)} | ${cell(explanation)} |`);
  return ['| code | means | explanation |', '|---|---|---|', ...rows].join('\n');
}

/** Verbs are the exports of `cli/verbs` whose name ends so; the other files there are their common parts. */
async function loadVerbs(): Promise<readonly Verb[]> {
  const directory = join(root, 'cli/verbs');
  const files = readdirSync(directory)
    .filter((file) => file.endsWith('.ts'))
    .toSorted();
  const modules = await Promise.all(
    files.map(async (file) => {
      // A module is an object of its exports, whatever they are.
      const exports = (await import(join(directory, file))) as Readonly<Record<string, unknown>>;
      return Object.entries(exports);
    }),
  );
  const verbs = modules.flat().flatMap(async ([name, value]): Promise<readonly Verb[]> => {
    // The names say so, and the parser of `cli/program.ts` is typed by it.
    if (name.endsWith('Verb')) return [value as Verb];
    return name.endsWith('Verbs') ? await verbsOf(value as VerbGroup) : [];
  });
  return (await Promise.all(verbs)).flat();
}

/** Verbs of a group under their full names. */
async function verbsOf({ name, verbs }: VerbGroup): Promise<readonly Verb[]> {
  const loaded = await Promise.all(Object.values(verbs).map(async (load) => await load()));
  return loaded.map((verb) => ({ ...verb, name: `${name} ${verb.name}` }));
}

const GLOBAL_FLAGS = [
  ['-C, --directory <dir>', 'the mesh to act on; the nearest `mesh.yaml` upwards by default'],
  ['--json', 'one JSON object on stdout: `schema`, `ok`, and what the command answers'],
  ['-q, --quiet', 'no progress on stderr'],
  ['-h, --help', 'what this page says, for one command'],
] as const;

function renderCli(verbs: readonly Verb[]): string {
  return [
    '# Command line',
    GENERATED,
    '`bin/mesh` runs on the Node that `npm ci` installs, whatever the machine has. Answers go to stdout, progress and errors to stderr. Every command takes these flags, before or behind the verb:',
    ['| flag | does |', '|---|---|', ...GLOBAL_FLAGS.map(([flag, text]) => row(code(flag), text))].join('\n'),
    'A directory without a `mesh.yaml` upwards may name its mesh in `package.json`, under the key `mesh`; this repository names `examples/aviation`.',
    [
      '| command | does |',
      '|---|---|',
      ...verbs.map((verb) => row(`[\`${verb.name}\`](#${verb.name.replaceAll(' ', '-')})`, verb.summary)),
    ].join('\n'),
    ...verbs.map(renderVerb),
  ]
    .join('\n\n')
    .concat('\n');
}

function renderVerb(verb: Verb): string {
  const { name, usage, summary, options = [], examples, exits } = verb;
  const width = Math.max(...examples.map(([command]) => command.length));
  return [
    `## ${name}`,
    summary,
    `Usage: \`bin/mesh ${name}${usage === undefined ? '' : ` ${usage}`}${options.length > 0 ? ' [flags]' : ''}\``,
    ...(options.length === 0
      ? []
      : [
          [
            '| flag | does | default |',
            '|---|---|---|',
            ...options.map((option) =>
              row(
                code(option.flags),
                option.description,
                option.default === undefined ? '–' : code(option.default),
              ),
            ),
          ].join('\n'),
        ]),
    ['```sh', ...examples.map(([command, what]) => `${command.padEnd(width)}  # ${what}`), '```'].join('\n'),
    ['| exit code | when |', '|---|---|', ...exits.map(([exit, when]) => row(code(String(exit)), when))].join(
      '\n',
    ),
  ].join('\n\n');
}
