import { MeshError } from '../../core/errors/mesh-error.ts';

/** Codes of Node's network, and names that the SDK gives to having nobody to act as. */
const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET', 'EAI_AGAIN', 'TimeoutError'];
const NOBODY = ['CredentialsProviderError', 'AuthenticationError', 'TokenProviderError'];

/** What a client or the CDK's toolkit threw, as something to act on; what is no fault of the cloud stays as it is. */
export function cloudError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof MeshError) return error;
  const names = namesOf(error);
  if (names.some((name) => NOBODY.includes(name))) {
    return new MeshError(error.message, {
      code: 'CloudUnreachable',
      hint: 'sign in as the AWS CLI does (aws sso login, AWS_PROFILE, or a role of your CI)',
      cause: error,
    });
  }
  if (names.some((name) => UNREACHABLE.includes(name))) {
    return new MeshError(`no connection: ${error.message || names.join(' ')}`, {
      code: 'CloudUnreachable',
      hint: 'is the network up, and is AWS_ENDPOINT_URL right, if it is set?',
      cause: error,
    });
  }
  if (!('$metadata' in error) && !names.includes('ToolkitError')) return error;
  return new MeshError(`${error.name}: ${error.message}`, {
    code: 'CloudRefused',
    hint: 'bin/mesh doctor looks for the causes that are known',
    cause: error,
  });
}

/** Names and codes of an error and of what caused it. */
function namesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const kind = 'type' in error && error.type === 'toolkit' ? ['ToolkitError'] : [];
  return [error.name, error.constructor.name, ...code, ...kind, ...namesOf(error.cause)];
}
