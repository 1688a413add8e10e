import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, Credentials } from './clients.ts';
import type { MeshPrincipal } from './principal.ts';

/**
 * Writes an AWS configuration file with a profile per principal, so that outside clients get roles as people do: the
 * account's operator assumes them. Only the file's owner can read it.
 */
export function writeAwsConfig(
  stateDirectory: string,
  principals: readonly MeshPrincipal[],
  connection: Connection,
): string {
  const path = join(stateDirectory, 'aws-config');
  writeFileSync(`${path}.next`, renderAwsConfig(principals, connection), { mode: 0o600 });
  renameSync(`${path}.next`, path);
  return path;
}

/** One profile per principal, each over its account's operator. */
export function renderAwsConfig(
  principals: readonly MeshPrincipal[],
  { endpoint, region, rootCredentials }: Connection,
): string {
  const place = [`region = ${region}`, `endpoint_url = ${endpoint}`];
  const operators = new Map(principals.map(({ domain, account }) => [domain, account]));
  return [
    ...[...operators].map(([domain, account]) =>
      profile(`${domain}-operator`, [...keys(rootCredentials(account)), ...place]),
    ),
    ...principals.map(({ name, domain, arn }) =>
      profile(name, [`role_arn = ${arn}`, `source_profile = ${domain}-operator`, ...place]),
    ),
  ].join('\n');
}

const profile = (name: string, lines: readonly string[]): string =>
  [`[profile ${name}]`, ...lines, ''].join('\n');

const keys = ({ accessKeyId, secretAccessKey }: Credentials): readonly string[] => [
  `aws_access_key_id = ${accessKeyId}`,
  `aws_secret_access_key = ${secretAccessKey}`,
];
