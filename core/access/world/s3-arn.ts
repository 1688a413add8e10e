/** `s3://bucket/prefix/` as the ARN that Lake Formation and IAM know it by, without a slash at the end of a bucket. */
export function s3Arn(location: string): string {
  const path = location.replace(/^s3a?:\/\//, '');
  return `arn:aws:s3:::${/^[^/]+\/$/.test(path) ? path.slice(0, -1) : path}`;
}
