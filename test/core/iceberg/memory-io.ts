/** Objects in memory that refuses to overwrite: no Iceberg file is ever written twice with other content. */
export function memoryIo() {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    read: async (path: string): Promise<Uint8Array> => {
      const bytes = objects.get(path);
      if (bytes === undefined) throw new Error(`no object ${path}`);
      return bytes;
    },
    write: async (path: string, bytes: Uint8Array): Promise<void> => {
      const before = objects.get(path);
      if (before !== undefined && Buffer.compare(before, bytes) !== 0)
        throw new Error(`${path} is overwritten`);
      objects.set(path, bytes);
    },
  };
}
