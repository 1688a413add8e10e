/** What CloudFormation takes in one template (AWS CloudFormation quotas). */
export const RESOURCES_MAX = 500;
export const TEMPLATE_BYTES_MAX = 1_048_576;
