import { mustBe, offence, property } from '../property.ts';
import type { ExampleResources, TemplateRule } from '../template-rule.ts';

const LOGGING = 'LoggingConfiguration';

export const logsWithoutData: TemplateRule = {
  id: 'SF-1',
  statement: 'A state machine logs every event without the data that flows through it, and traces',
  fix: 'set `level: ALL`, `includeExecutionData: false`, a log group and `tracingConfiguration`',
  source: 'Security Hub StepFunctions.1',
  types: ['AWS::StepFunctions::StateMachine'],
  check: (machine) => {
    const data = property(machine.properties, `${LOGGING}.IncludeExecutionData`);
    return [
      ...mustBe(machine, `${LOGGING}.Level`, 'ALL'),
      ...(data === false ? [] : [offence(`${LOGGING}.IncludeExecutionData`, data)]),
      ...(property(machine.properties, `${LOGGING}.Destinations.0`) === undefined
        ? [offence(`${LOGGING}.Destinations`, undefined)]
        : []),
      ...mustBe(machine, 'TracingConfiguration.Enabled', true),
    ];
  },
  examples: [
    { name: 'events alone', expect: 'holds', resources: machineLogging({ IncludeExecutionData: false }) },
    { name: 'data, too', expect: 'breaks', resources: machineLogging({ IncludeExecutionData: true }) },
    {
      name: 'errors alone',
      expect: 'breaks',
      resources: machineLogging({ IncludeExecutionData: false, Level: 'ERROR' }),
    },
  ],
};

function machineLogging(more: Readonly<Record<string, unknown>>): ExampleResources {
  return {
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        LoggingConfiguration: { Level: 'ALL', Destinations: [{ CloudWatchLogsLogGroup: {} }], ...more },
        TracingConfiguration: { Enabled: true },
      },
    },
  };
}
