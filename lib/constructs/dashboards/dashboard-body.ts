/** A metric as a dashboard names it: namespace, name, dimension names and values; or an expression. */
export type DashboardMetric =
  | readonly [...string[], { readonly id?: string; readonly label?: string; readonly visible?: boolean }]
  | readonly [{ readonly expression: string; readonly label?: string; readonly id?: string }];

export type Chart = {
  readonly title: string;
  readonly metrics: readonly DashboardMetric[];
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum';
  readonly periodMinutes: number;
  /** A line, for example at what is promised. */
  readonly line?: { readonly value: number; readonly label: string };
};

type Widget = { readonly type: 'alarm' | 'metric' | 'text'; readonly properties: object };

const COLUMNS = 24;
const WIDGET_WIDTH = 12;
const WIDGET_HEIGHT = 6;

export function chart(region: string, { title, metrics, statistic, periodMinutes, line }: Chart): Widget {
  return {
    type: 'metric',
    properties: {
      title,
      region,
      view: 'timeSeries',
      stat: statistic,
      period: periodMinutes * 60,
      metrics,
      ...(line && { annotations: { horizontal: [line] } }),
    },
  };
}

export function alarms(title: string, arns: readonly string[]): Widget {
  return { type: 'alarm', properties: { title, alarms: arns } };
}

/** The body of a dashboard: two widgets a row. */
export function dashboardBody(widgets: readonly Widget[]): string {
  const perRow = COLUMNS / WIDGET_WIDTH;
  return JSON.stringify({
    widgets: widgets.map((widget, index) => ({
      ...widget,
      x: (index % perRow) * WIDGET_WIDTH,
      y: Math.floor(index / perRow) * WIDGET_HEIGHT,
      width: WIDGET_WIDTH,
      height: WIDGET_HEIGHT,
    })),
  });
}

/** Metrics of one schema that a search finds, and that need not be there yet; names are quoted, and so match whole. */
export function search(
  schema: { readonly namespace: string; readonly dimensions: readonly string[]; readonly metric: string },
  where: Readonly<Record<string, string>>,
  how: { readonly statistic: string; readonly periodMinutes: number },
): string {
  const terms = Object.entries({ MetricName: schema.metric, ...where }).map(
    ([name, value]) => `${name}="${value}"`,
  );
  const names = [schema.namespace, ...schema.dimensions].join(',');
  return `SEARCH('{${names}} ${terms.join(' ')}', '${how.statistic}', ${how.periodMinutes * 60})`;
}
