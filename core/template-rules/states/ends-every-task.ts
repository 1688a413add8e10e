import { isRecord } from '../../cloudformation/intrinsic.ts';
import { isProven } from '../resolve-template.ts';
import { offence } from '../property.ts';
import type { ExampleResources, Offence, TemplateRule } from '../template-rule.ts';

const NEEDED = ['TimeoutSeconds', 'Retry', 'Catch'] as const;
type State = Readonly<Record<string, unknown>>;

export const endsEveryTask: TemplateRule = {
  id: 'SF-3',
  statement:
    'Every task of a state machine has a timeout, retries and a way to fail, and names what it calls exactly',
  fix: 'add `TimeoutSeconds`, `Retry` and `Catch` in `core/pipeline/state-machine.ts`',
  source: 'AWS’s best practices for Step Functions',
  types: ['AWS::StepFunctions::StateMachine'],
  check: ({ properties: { DefinitionString } }) => {
    const definition = parse(DefinitionString);
    if (definition === undefined) return [offence('DefinitionString', 'not proven: no JSON')];
    return tasks(definition).flatMap(([name, state]) => lacking(name, state));
  },
  examples: [
    {
      name: 'all three',
      expect: 'holds',
      resources: machineOf({ TimeoutSeconds: 60, Retry: [{}], Catch: [{}] }),
    },
    { name: 'no timeout', expect: 'breaks', resources: machineOf({ Retry: [{}], Catch: [{}] }) },
    { name: 'no way to fail', expect: 'breaks', resources: machineOf({ TimeoutSeconds: 60, Retry: [{}] }) },
    {
      name: 'a function that the input names',
      expect: 'breaks',
      resources: machineOf({
        TimeoutSeconds: 60,
        Retry: [{}],
        Catch: [{}],
        Arguments: { FunctionName: '{% $states.input.name %}' },
      }),
    },
  ],
};

function parse(text: unknown): State | undefined {
  if (typeof text !== 'string' || !isProven(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Tasks at any depth: of the machine, its branches and its maps. */
function tasks(machine: State): readonly (readonly [string, State])[] {
  return Object.entries(isRecord(machine['States']) ? machine['States'] : {}).flatMap(([name, state]) => {
    if (!isRecord(state)) return [];
    const branches = Array.isArray(state['Branches']) ? state['Branches'] : [];
    const inner = [...branches, state['ItemProcessor']].filter(isRecord).flatMap(tasks);
    return state['Type'] === 'Task' ? [[name, state] as const, ...inner] : inner;
  });
}

function lacking(name: string, state: State): readonly Offence[] {
  const called = isRecord(state['Arguments']) ? state['Arguments']['FunctionName'] : undefined;
  return [
    ...NEEDED.filter((key) => !(key in state)).map((key) =>
      offence(`DefinitionString.States.${name}`, `no ${key}`),
    ),
    ...(typeof called === 'string' && called.startsWith('{%')
      ? [offence(`DefinitionString.States.${name}`, called)]
      : []),
  ];
}

function machineOf(task: State): ExampleResources {
  const DefinitionString = JSON.stringify({ StartAt: 'Work', States: { Work: { Type: 'Task', ...task } } });
  return { Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString } } };
}
