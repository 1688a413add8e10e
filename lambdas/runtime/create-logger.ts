import { Logger } from '@aws-lambda-powertools/logger';

/** Structured JSON lines, with the mesh and the domain on each. */
export function createLogger(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Logger {
  const { MESH: mesh, ENVIRONMENT: meshEnvironment, DOMAIN: domain } = environment;
  return new Logger({
    serviceName: environment['AWS_LAMBDA_FUNCTION_NAME'] ?? 'freehold',
    persistentKeys: {
      ...(mesh !== undefined && { mesh }),
      ...(meshEnvironment !== undefined && { environment: meshEnvironment }),
      ...(domain !== undefined && { domain }),
    },
  });
}
