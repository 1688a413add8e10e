import { AwsError } from '../../cloud/aws-error.ts';
import { readJsonPath } from './json-path.ts';
import type { Delivery } from './store.ts';

const PLACEHOLDER = /<([^<>]+)>/g;

/** The JSON text that a target gets: the event, a part of it, a constant, or a filled template. */
export function targetInput(delivery: Delivery): string {
  const { target, event } = delivery;
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(readJsonPath(event, target.InputPath) ?? {});
  if (target.InputTransformer !== undefined) return transformed(delivery);
  return JSON.stringify(event);
}

/** A placeholder stands for JSON, or for plain text where the template quotes around it. */
function transformed({ target, event, rule }: Delivery): string {
  const { InputPathsMap: paths = {}, InputTemplate: template = '' } = target.InputTransformer ?? {};
  const valueOf = (name: string): unknown => {
    const path = paths[name];
    if (path !== undefined) return readJsonPath(event, path);
    switch (name) {
      case 'aws.events.rule-arn':
        return rule.arn;
      case 'aws.events.rule-name':
        return rule.name;
      case 'aws.events.event.ingestion-time':
        return event.time;
      case 'aws.events.event':
      case 'aws.events.event.json':
        return event;
      default:
        throw new AwsError(
          'ValidationException',
          `the input template of rule ${rule.name} has no path for <${name}>`,
        );
    }
  };
  return substitute(template, valueOf);
}

function substitute(template: string, valueOf: (name: string) => unknown): string {
  return template.replaceAll(PLACEHOLDER, (_, name: string, at: number) => {
    const value = valueOf(name);
    if (!insideQuotes(template, at)) return JSON.stringify(value ?? '');
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
    return JSON.stringify(text).slice(1, -1);
  });
}

function insideQuotes(template: string, end: number): boolean {
  let quoted = false;
  for (let at = 0; at < end; at += 1) {
    if (template[at] === '\\') at += 1;
    else if (template[at] === '"') quoted = !quoted;
  }
  return quoted;
}
