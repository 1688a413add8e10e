/** What every SDK client is made with: retries are bounded here and nowhere else. */
export const CLIENT_CONFIG = { maxAttempts: 5, retryMode: 'standard' } as const;

/**
 * Makes a client on first use and keeps it for the life of the sandbox's or Lambda's process.
 * Each handler imports its own client classes, so that a bundle loads only the SDK packages that it calls.
 *
 * @example const glue = lazily(() => new GlueClient(CLIENT_CONFIG));
 */
export function lazily<Client>(make: () => Client): () => Client {
  let client: Client | undefined;
  return () => {
    client ??= make();
    return client;
  };
}
