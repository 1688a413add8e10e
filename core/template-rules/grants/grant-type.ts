/** Each grant of a `Custom::FreeholdGrants` is looked at as a resource of this type. */
export const GRANT_TYPE = 'Freehold::DeclaredGrant';
