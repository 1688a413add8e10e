import { AwsError } from '../cloud/aws-error.ts';

/** Runs a reader of the wire; what it cannot read is the client's mistake. */
export async function readOrRefuse<T>(what: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AwsError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('SerializationException', `${what} cannot be read: ${reason}`);
  }
}
