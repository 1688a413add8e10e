import { conditionsHold } from './conditions.ts';
import { arnFits, arnParts, type Fit, fits, placesOf, valuesOf } from './patterns.ts';
import { isSpared, namesOf, STRENGTHS, type Strength } from './principals.ts';
import { allOf, type Answer, anyOf, flip, type Question, type Trace } from './question.ts';

/**
 * A second interpreter of IAM, written from the list of semantics and from nothing else: it shares no code with
 * `core`, reads documents anew for each question, and prefers the obvious to the fast.
 */
export function interpret(
  question: Question,
  view: 'user' | 'attacker',
  trace: Trace = () => undefined,
): 'allowed' | 'denied' {
  const sees = new Sight(question, view, trace);
  return sees.isAllowed() ? 'allowed' : 'denied';
}

type Kind = 'identity' | 'boundary' | 'session' | 'scp' | 'rcp' | 'endpoint' | 'resource';
type Json = Readonly<Record<string, unknown>>;
type Said = {
  readonly effect: 'Allow' | 'Deny';
  readonly statement: Json | undefined;
  readonly version: string;
};

class Sight {
  readonly #question: Question;
  readonly #counts: Answer;
  readonly #view: 'user' | 'attacker';
  readonly #trace: Trace;

  constructor(question: Question, view: 'user' | 'attacker', trace: Trace) {
    this.#question = question;
    this.#view = view;
    this.#trace = trace;
    this.#counts = view === 'attacker' ? 'yes' : 'no';
  }

  isAllowed(): boolean {
    const { policies, principal, resourceAccount, mustAllowByResource } = this.#question;
    // Checklist 17 and 18.
    const isLinked = principal.kind === 'role' && principal.arn.includes(':role/aws-service-role/');
    const isMember = 'accountId' in principal && principal.accountId !== policies.managementAccount;
    const scps = isMember && !isLinked ? (policies.scps ?? []) : [];
    const rcps = resourceAccount !== policies.managementAccount && !isLinked ? (policies.rcps ?? []) : [];
    const optional = (policy: unknown): readonly unknown[] => (policy === undefined ? [] : [policy]);

    // Checklist 1: a deny anywhere wins.
    const isDenied =
      this.#denies('scp', scps.flat()) ||
      this.#denies('rcp', rcps.flat()) ||
      this.#denies('endpoint', optional(policies.endpoint)) ||
      this.#denies('resource', optional(policies.resource)) ||
      this.#denies('identity', policies.identity) ||
      this.#denies('boundary', optional(policies.boundary)) ||
      this.#denies('session', policies.session ?? []);
    if (isDenied) return false;

    const passes = (kind: Kind, policy: unknown): boolean =>
      policy === undefined || this.#says('Allow', kind, [policy]);
    const isAround =
      scps.every((level) => this.#says('Allow', 'scp', level)) &&
      rcps.every((level) => this.#says('Allow', 'rcp', level)) &&
      passes('endpoint', policies.endpoint);
    if (!isAround) return this.#no('organisation or endpoint');

    const strength = this.#strength();
    this.#trace(`granted by the resource: ${strength}`);
    if (!('accountId' in principal)) return strength !== undefined || this.#no('resource');

    // Checklist 16.
    const isIdentified = principal.kind === 'root' || this.#says('Allow', 'identity', policies.identity);
    const isBounded = passes('boundary', policies.boundary);
    const isInSession = policies.session === undefined || this.#says('Allow', 'session', policies.session);
    const isOwn = isIdentified && isBounded && isInSession;
    // Checklist 14.
    if (principal.accountId !== resourceAccount) {
      this.#trace(`cross account: ${isOwn} and ${strength !== undefined}`);
      return isOwn && strength !== undefined;
    }
    this.#trace(`same account: ${isOwn} or ${strength}`);
    // Checklist 15 and 19.
    if (strength === 'everyone' || strength === 'itself') return true;
    if (strength === 'role') return isBounded && isInSession;
    if (strength === 'account') return isOwn;
    return isOwn && !mustAllowByResource;
  }

  #no(what: string): boolean {
    this.#trace(`missing: ${what}`);
    return false;
  }

  #denies(kind: Kind, policies: readonly unknown[]): boolean {
    return this.#says('Deny', kind, policies);
  }

  /** Whether a statement of the policies allows or denies, what is not known being taken as the view takes it. */
  #says(effect: 'Allow' | 'Deny', kind: Kind, policies: readonly unknown[]): boolean {
    const answers = policies.flatMap(sayings).map((said) => {
      if (said.effect !== effect) return 'no';
      const answer = allOf([this.#fits(kind, said), this.#isMeant(kind, said), this.#reaches(kind, said)]);
      this.#trace(`${kind} ${effect} ${answer}`);
      return answer;
    });
    const answer = anyOf(answers);
    if (answer !== 'maybe') return answer === 'yes';
    return effect === 'Allow' ? this.#view === 'attacker' : this.#view === 'user';
  }

  #strength(): Strength | undefined {
    const { policies, principal } = this.#question;
    const found = new Set<Strength>();
    for (const said of policies.resource === undefined ? [] : sayings(policies.resource)) {
      if (said.effect !== 'Allow') continue;
      const fit = this.#fits('resource', said);
      if (fit === 'no' || (fit === 'maybe' && this.#counts === 'no')) continue;
      const element = said.statement?.['Principal'];
      const isPlain = element !== undefined && said.statement?.['NotPrincipal'] === undefined;
      const names = isPlain ? namesOf(element, this.#question) : new Set(['maybe'] as const);
      for (const name of names) if (name !== 'maybe') found.add(name);
      const isNamed = [...names].some((name) => name !== 'maybe');
      if (names.has('maybe') && !isNamed && this.#counts === 'yes') found.add('everyone');
    }
    for (const grant of policies.keyGrants ?? []) {
      const answer = this.#grants(grant);
      this.#trace(`key grant ${answer}`);
      if (answer === 'no') continue;
      if (this.#counts === 'yes') found.add('everyone');
      else if (answer === 'yes') found.add('role');
    }
    this.#trace(`asked as ${principal.kind}`);
    return STRENGTHS.find((one) => found.has(one));
  }

  /** Checklist 22: outside of policies, a grant on a key lets its grantee use it. */
  #grants(grant: NonNullable<Question['policies']['keyGrants']>[number]): Answer {
    const { principal, action } = this.#question;
    const own =
      principal.kind === 'role'
        ? [principal.arn, principal.sessionArn]
        : principal.kind === 'user'
          ? [principal.arn]
          : principal.kind === 'service'
            ? [principal.service]
            : principal.kind === 'root'
              ? [`arn:aws:iam::${principal.accountId}:root`]
              : [];
    const operations = grant.operations.map((one) => `kms:${one}`.toLowerCase());
    if (!own.includes(grant.grantee) || !operations.includes(action.toLowerCase())) return 'no';
    if (!grant.encryptionContext) return 'yes';
    const { pairs, isWhole } = grant.encryptionContext;
    const names = valuesOf(this.#question, 'kms:EncryptionContextKeys');
    const known = Array.isArray(names) ? (names as readonly string[]) : undefined;
    const answers = Object.entries(pairs).map(([name, value]): Answer => {
      const found = valuesOf(this.#question, `kms:EncryptionContext:${name}`);
      if (found === 'unknown') return 'maybe';
      if (!found?.includes(value)) return 'no';
      if (!known) return 'maybe';
      return known.includes(name) ? 'yes' : 'no';
    });
    const hasPairs = allOf(answers);
    if (!isWhole || hasPairs !== 'yes') return hasPairs;
    if (!known) return 'maybe';
    return known.length === answers.length ? 'yes' : 'no';
  }

  /** Whether all but the principals of a statement fits. */
  #fits(kind: Kind, { statement, version }: Said): Answer {
    if (!statement) return 'maybe';
    const known = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal'];
    const strays = Object.keys(statement).filter(
      (key) => ![...known, 'NotPrincipal', 'Condition'].includes(key),
    );
    const saysWho = statement['Principal'] !== undefined || statement['NotPrincipal'] !== undefined;
    const saysWhat = statement['Resource'] !== undefined || statement['NotResource'] !== undefined;
    const mustSayWho = kind === 'resource' || kind === 'rcp' || kind === 'endpoint';
    const isOpen = statement['Effect'] === 'Allow' && statement['NotPrincipal'] !== undefined;
    const isRegular =
      strays.length === 0 && saysWho === mustSayWho && (saysWhat || kind === 'resource') && !isOpen;
    const variables = version === '2012-10-17';
    return allOf([
      isRegular ? 'yes' : 'maybe',
      this.#fitsAction(statement),
      this.#fitsResource(statement, variables),
      conditionsHold(statement['Condition'], { question: this.#question, variables, trace: this.#trace }),
    ]);
  }

  /** Checklist 2. */
  #fitsAction(statement: Json): Answer {
    const [plain, negated] = [statement['Action'], statement['NotAction']];
    const texts = textsOf(plain ?? negated);
    if ((plain === undefined) === (negated === undefined) || !texts) return 'maybe';
    const asked = this.#question.action.toLowerCase();
    const how = { question: this.#question, variables: false, wildcards: true };
    const isNamed = texts.some((text) => fits(placesOf(text.toLowerCase(), how), asked) === 'yes');
    return isNamed === (negated === undefined) ? 'yes' : 'no';
  }

  /** Checklist 3, 4 and 13. */
  #fitsResource(statement: Json, variables: boolean): Answer {
    const [plain, negated] = [statement['Resource'], statement['NotResource']];
    if (plain === undefined && negated === undefined) return 'yes';
    const texts = textsOf(plain ?? negated);
    if ((plain !== undefined && negated !== undefined) || !texts) return 'maybe';
    const found = texts.map((text): Fit | 'no pattern' => {
      if (/^\*+$/.test(text)) return 'yes';
      const parts = arnParts(placesOf(text, { question: this.#question, variables, wildcards: true }));
      return parts ? arnFits(parts, this.#question.resource) : 'no pattern';
    });
    if (found.includes('no pattern')) return 'maybe';
    const answers = found.map((fit): Answer => {
      if (fit === 'unresolved') return negated === undefined ? 'no' : 'maybe';
      return fit === 'no pattern' ? 'maybe' : fit;
    });
    return negated === undefined ? anyOf(answers) : flip(anyOf(answers));
  }

  /** Checklist 18: resource control policies reach some services; whether others too is not known here. */
  #reaches(kind: Kind, { effect }: Said): Answer {
    const [service = ''] = this.#question.action.toLowerCase().split(':');
    if (kind !== 'rcp' || effect === 'Allow') return 'yes';
    return ['s3', 'kms', 'sts', 'sqs', 'secretsmanager'].includes(service) ? 'yes' : 'maybe';
  }

  #isMeant(kind: Kind, { effect, statement }: Said): Answer {
    if (!statement) return kind === 'resource' || kind === 'rcp' || kind === 'endpoint' ? 'maybe' : 'yes';
    const [plain, negated] = [statement['Principal'], statement['NotPrincipal']];
    if (plain === undefined && negated === undefined) return 'yes';
    if (plain !== undefined && negated !== undefined) return 'maybe';
    const names = namesOf(plain ?? negated, this.#question);
    const isNamed = [...names].some((name) => name !== 'maybe');
    if (negated === undefined) return isNamed ? 'yes' : names.has('maybe') ? 'maybe' : 'no';
    if (effect === 'Allow') return 'maybe';
    if (isSpared(names, this.#question.principal)) return 'no';
    return names.has('maybe') ? 'maybe' : 'yes';
  }
}

/** What a document says. Of one that cannot be read it is not known whether it allows or denies. */
function sayings(document: unknown): readonly Said[] {
  const unknown = (['Allow', 'Deny'] as const).map((effect) => ({
    effect,
    statement: undefined,
    version: '',
  }));
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return unknown;
  const policy = document as Json;
  const version = String(policy['Version'] ?? '2008-10-17');
  const strays = Object.keys(policy).filter((key) => !['Version', 'Id', 'Statement'].includes(key));
  if (strays.length > 0 || !['2012-10-17', '2008-10-17'].includes(version)) return unknown;
  const list: readonly unknown[] = Array.isArray(policy['Statement'])
    ? policy['Statement']
    : [policy['Statement']];
  return list.flatMap((one): readonly Said[] => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return unknown;
    const statement = one as Json;
    const effect = statement['Effect'];
    return effect === 'Allow' || effect === 'Deny' ? [{ effect, statement, version }] : unknown;
  });
}

function textsOf(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.every((one) => typeof one !== 'object') ? list.map(String) : undefined;
}
