/**
 * Types of which a resource holds something that a template cannot make again, and what that is. `AWS::Glue::Table` is
 * none: it describes files that land in a bucket, and stay there.
 */
const HOLDS: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'its items',
  'AWS::Events::Archive': 'the events in it',
  'AWS::Glue::Database': 'its tables’ definitions',
  'AWS::KMS::Key': 'the only means to read what it encrypted',
  'AWS::Logs::LogGroup': 'its log events',
  'AWS::S3::Bucket': 'its objects',
  'AWS::SecretsManager::Secret': 'its value',
  'AWS::SQS::Queue': 'the messages in it',
  'Custom::FreeholdTables': 'the product’s tables',
  'Custom::FreeholdTokenKey': 'the key of the domain’s tokens',
};

/** What is gone with a resource of this type; undefined where a deployment makes all of it again. */
export function heldBy(type: string): string | undefined {
  return Object.hasOwn(HOLDS, type) ? HOLDS[type] : undefined;
}
