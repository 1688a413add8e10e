/** What a client does not send or return as it was given, and why. */
export type Artefact = {
  readonly reason: string;
  /** The gateway refuses the operation with this code. */
  readonly refused?: string;
  /** Members that need a meaningful value; applied where the operation has them. */
  readonly input?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, unknown>>;
  /** Members that the client changes. */
  readonly inputMembers?: readonly string[];
  readonly outputMembers?: readonly string[];
};

const eventStream: Artefact = {
  reason: 'event streams are not spoken by the gateway',
  refused: 'UnknownOperationException',
};
const unsigned: Artefact = {
  reason: 'the client does not sign it, so neither the service nor a caller is known',
  refused: 'MissingAuthenticationToken',
};
const otherService: Artefact = {
  reason: 'signed for another service than S3 (S3 Express, Object Lambda)',
  refused: 'UnknownOperationException',
};

const checksums = {
  ChecksumCRC32: undefined,
  ChecksumCRC32C: undefined,
  ChecksumCRC64NVME: undefined,
  ChecksumSHA1: undefined,
  ChecksumSHA256: undefined,
  ChecksumSHA512: undefined,
  ChecksumMD5: undefined,
  ChecksumXXHASH3: undefined,
  ChecksumXXHASH64: undefined,
  ChecksumXXHASH128: undefined,
};

/** By operation, or by service for all of its operations. */
export const ARTEFACTS: Readonly<Record<string, Artefact>> = {
  'events:PutEvents': {
    reason: 'EndpointId becomes a part of the host name, and global endpoints need another signer',
    input: { EndpointId: undefined },
  },
  'lambda:InvokeWithResponseStream': eventStream,
  'logs:GetLogObject': eventStream,
  'logs:StartLiveTail': eventStream,
  s3: {
    reason:
      'the client computes checksums itself, replaces customer keys by their base64 and MD5, and checks lengths and dates',
    input: {
      ChecksumAlgorithm: 'CRC32',
      ContentLength: undefined,
      ChecksumMode: undefined,
      ...checksums,
      ContentMD5: undefined,
    },
    output: { ...checksums, ContentLength: undefined, ExpiresString: 'Fri, 02 Jan 2026 03:04:05 GMT' },
    inputMembers: [
      'ChecksumCRC32',
      'ChecksumMode',
      'ContentLength',
      'SSECustomerKey',
      'SSECustomerKeyMD5',
      'CopySourceSSECustomerKey',
      'CopySourceSSECustomerKeyMD5',
    ],
  },
  's3:SelectObjectContent': eventStream,
  's3:ListDirectoryBuckets': otherService,
  's3:WriteGetObjectResponse': otherService,
  'sqs:ReceiveMessage': {
    reason: 'the client verifies the digest of each body',
    output: { Messages: [{ MessageId: 'a', Body: 'body', MD5OfBody: '841a2d689ad86bd1611447453c22c6fc' }] },
  },
  'sqs:SendMessage': {
    reason: 'the client verifies the digest of the body',
    input: { MessageBody: 'body' },
    output: { MD5OfMessageBody: '841a2d689ad86bd1611447453c22c6fc' },
  },
  'sqs:SendMessageBatch': {
    reason: 'the client verifies the digest of each body',
    input: { Entries: [{ Id: 'a', MessageBody: 'body' }] },
    output: {
      Successful: [{ Id: 'a', MessageId: 'a', MD5OfMessageBody: '841a2d689ad86bd1611447453c22c6fc' }],
      Failed: [],
    },
  },
  'sts:AssumeRoleWithSAML': unsigned,
  'sts:AssumeRoleWithWebIdentity': unsigned,
};
