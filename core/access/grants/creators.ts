import { deployerArn, type NameScope, roleArn } from '../../naming/names.ts';

/** Roles that create databases and tables of a domain: Lake Formation lists what it gives to creators. */
export function creatorsOf(names: NameScope, domain: string, account: string): readonly string[] {
  return [
    deployerArn(account, names.region),
    roleArn(names, domain, account, 'provisioner'),
    roleArn(names, domain, account, 'publisher'),
  ];
}
