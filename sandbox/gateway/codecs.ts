import { XmlCodec } from '@aws-sdk/core/protocols';
import { CborCodec } from '@smithy/core/cbor';
import { FromStringShapeDeserializer, JsonCodec2, ToStringShapeSerializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';

/** The SDK's codecs with the settings of each protocol: 5 is RFC 3339, 7 is epoch seconds. */
const DATE_TIME = 5;
const EPOCH_SECONDS = 7;

export type BodyCodec = {
  readonly read: (schema: NormalizedSchema, bytes: Uint8Array) => Promise<unknown>;
  readonly write: (schema: NormalizedSchema, value: unknown) => string | Uint8Array;
};

/** What a codec wrote, as text. */
export function textOf(written: string | Uint8Array): string {
  return typeof written === 'string' ? written : new TextDecoder().decode(written);
}

type Codec = {
  readonly createSerializer: () => { write: (schema: never, value: unknown) => void; flush: () => unknown };
  readonly createDeserializer: () => { read: (schema: never, bytes: never) => unknown };
};

function bodyCodec(codec: Codec): BodyCodec {
  return {
    // The SDK types schemas by a type that it does not export from here.
    read: async (schema, bytes) => await codec.createDeserializer().read(schema as never, bytes as never),
    write: (schema, value) => {
      const serializer = codec.createSerializer();
      serializer.write(schema as never, value);
      // Every codec flushes to text or to bytes.
      return serializer.flush() as string | Uint8Array;
    },
  };
}

const timestamps = (format: 5 | 7) => ({ timestampFormat: { useTrait: true, default: format } }) as const;

export const rpcJson = bodyCodec(new JsonCodec2({ ...timestamps(EPOCH_SECONDS), jsonName: false }));
export const restJson = bodyCodec(
  new JsonCodec2({ ...timestamps(EPOCH_SECONDS), httpBindings: true, jsonName: true }),
);
export const rpcV2Json = bodyCodec(
  new JsonCodec2({
    timestampFormat: { useTrait: false, default: EPOCH_SECONDS },
    jsonName: false,
    bigNumberAsString: true,
  }),
);
export const cbor = bodyCodec(new CborCodec());

export function xml(namespace: string | undefined): BodyCodec {
  return bodyCodec(
    // The codec's settings also ask for a service namespace, which it does not read.
    new XmlCodec({
      ...timestamps(DATE_TIME),
      httpBindings: true,
      xmlNamespace: namespace,
      serviceNamespace: '',
    } as never),
  );
}

const bindingSettings = (format: 5 | 7) => ({ ...timestamps(format), httpBindings: true });

export type TextCodec = {
  readonly read: (schema: unknown, text: string) => unknown;
  readonly write: (schema: unknown, value: unknown) => string;
};

/** Values in headers, labels and query strings. */
export function textCodec(format: 'date-time' | 'epoch-seconds'): TextCodec {
  // The SDK types schemas by a type that it does not export from here.
  const settings = bindingSettings(format === 'date-time' ? DATE_TIME : EPOCH_SECONDS);
  const reader = new FromStringShapeDeserializer(settings);
  const writer = new ToStringShapeSerializer(settings);
  return {
    read: (schema, text) => reader.read(schema as never, text),
    write: (schema, value) => {
      writer.write(schema as never, value);
      return writer.flush();
    },
  };
}
