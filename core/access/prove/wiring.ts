import type { World } from '../world/world.ts';
import type { Mesh } from './mesh-of-world.ts';
import { outflows } from './outflows.ts';
import type { Refutation } from './proof.ts';
import { NOTED, type SharedUses } from './shared.ts';
import { wired } from './wired.ts';

/**
 * What the templates themselves connect, whoever may do what: roles that are handed to functions, machines and
 * targets, tables over data, administrators, and engines that are let in.
 */
export function wiringRefutations(world: World, mesh: Mesh, shared: SharedUses): readonly Refutation[] {
  for (const account of world.lakes.keys()) {
    if (mesh.partiesIn(account).length > 1) shared.note(NOTED.lake.what);
  }
  return [
    ...passedRoles(world, mesh),
    ...locations(world, mesh),
    ...unguarded(world),
    ...outflows(world, mesh, shared),
    ...administrators(world, mesh),
    ...uncapped(world),
    ...openings(world, mesh),
  ];
}

/** A function, a machine, a rule or a registration that acts as the role of another domain. */
function passedRoles(world: World, mesh: Mesh): readonly Refutation[] {
  const passed = [
    ...world.resources.flatMap((resource) => {
      const { arn, owner, origin } = resource;
      if (resource.kind === 'sender') {
        return resource.targets.flatMap(({ roleArn }) =>
          roleArn === undefined ? [] : [{ arn, owner, origin, roleArn }],
        );
      }
      const roleArn = 'roleArn' in resource ? resource.roleArn : undefined;
      return roleArn === undefined ? [] : [{ arn, owner, origin, roleArn }];
    }),
    ...[...world.lakes.values()].flatMap(({ registrations }) =>
      registrations.flatMap(({ location, owner, origin, roleArn }) =>
        roleArn === undefined ? [] : [{ arn: location, owner, origin, roleArn }],
      ),
    ),
  ];
  return passed.flatMap(({ arn, owner, origin, roleArn }) => {
    const role = mesh.role(roleArn);
    if (role?.owner === owner) return [];
    const to = role?.owner ?? mesh.partyOf(roleArn);
    const what = role
      ? `acts as ${role.name}, which is of ${to}`
      : `acts as ${roleArn}, which no template has`;
    return [
      wired({
        from: owner,
        to,
        principal: arn,
        what,
        action: 'iam:PassRole',
        resource: roleArn,
        origin,
      }),
    ];
  });
}

/** Tables, and locations that Lake Formation reads, over the data of another domain. */
function locations(world: World, mesh: Mesh): readonly Refutation[] {
  const tables = world.resources.flatMap((one) =>
    (one.kind === 'table' || one.kind === 'database') && one.location !== undefined
      ? [{ what: `${one.kind} ${one.name}`, owner: one.owner, origin: one.origin, location: one.location }]
      : [],
  );
  const registered = [...world.lakes.values()].flatMap(({ registrations }) =>
    registrations.map(({ location, owner, origin }) => ({ what: 'a registration', owner, origin, location })),
  );
  return [...tables, ...registered].flatMap(({ what, owner, origin, location }) => {
    const holder = mesh.ownerOfLocation(location);
    if (holder === owner) return [];
    return [
      wired({
        from: owner,
        to: holder ?? 'nobody known',
        principal: what,
        what: `lies over ${location}, which is ${holder === undefined ? 'in no template' : `of ${holder}`}`,
        action: 'glue:CreateTable',
        resource: location,
        origin,
      }),
    ];
  });
}

/** Tables that Lake Formation does not decide about alone: at a location that it does not hold, or in hybrid mode. */
function unguarded(world: World): readonly Refutation[] {
  return world.resources.flatMap((one) => {
    if (one.kind !== 'table' || one.location === undefined) return [];
    const { location, owner, origin } = one;
    const holding = world.lakes
      .get(one.account)
      ?.registrations.find((held) => `${location}/`.startsWith(`${held.location}/`));
    if (holding && !holding.isHybrid) return [];
    const how = holding ? 'in hybrid mode' : 'not registered with Lake Formation';
    return [
      wired({
        from: owner,
        to: owner,
        principal: 'whoever S3 lets in',
        what: `reads ${one.database}.${one.name} past all grants, because ${holding?.location ?? location} is ${how}`,
        action: 's3:GetObject',
        resource: location,
        origin: holding?.origin ?? origin,
      }),
    ];
  });
}

/** Administrators of Lake Formation may grant everything to everybody. */
function administrators(world: World, mesh: Mesh): readonly Refutation[] {
  return [...world.lakes.values()].flatMap(({ account, state, settings }) =>
    state.admins.flatMap((principal) => {
      if (mesh.isAdministrator(principal, account)) return [];
      const owner = mesh.partiesIn(account).join(' and ');
      return [
        wired({
          from: mesh.partyOf(principal),
          to: owner,
          principal,
          what: `administers the Lake Formation of account ${state.catalogId}, and may grant all of it`,
          action: 'lakeformation:GrantPermissions',
          resource: `the catalog of ${account}`,
          origin: settings ?? noSettings(account),
        }),
      ];
    }),
  );
}

/** A role without a boundary can be given anything by whoever may write its policies. */
function uncapped({ roles }: World): readonly Refutation[] {
  return roles
    .filter(({ boundary }) => boundary === undefined)
    .map(({ name, arn, owner, origin }) =>
      wired({
        from: owner,
        to: owner,
        principal: name,
        what: 'has no boundary, so that nothing is known of what it may become',
        action: 'iam:PutRolePolicy',
        resource: arn,
        origin,
      }),
    );
}

/** Engines outside of Lake Formation's own that read whole tables. */
function openings(world: World, mesh: Mesh): readonly Refutation[] {
  return [...world.lakes.values()].flatMap(({ account, opens = [], settings }) =>
    opens.map((setting) =>
      wired({
        from: mesh.partiesIn(account).join(' and '),
        to: mesh.partiesIn(account).join(' and '),
        principal: `any engine that account ${account} lets in`,
        what: `is let in by ${setting}, and applies the filters of grants or does not`,
        action: 'lakeformation:GetTemporaryGlueTableCredentials',
        resource: `the catalog of ${account}`,
        origin: settings ?? noSettings(account),
      }),
    ),
  );
}

const noSettings = (account: string) => ({ stack: `account ${account}`, logicalId: 'DataLakeSettings' });
