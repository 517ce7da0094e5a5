import { AwsroleError } from '../errors.ts';
import { at, type Place, type Setting } from '../ini/setting.ts';
import type { RolesSection } from './text.ts';

/** A role that the extension offers, with what it takes over from its base account. */
export interface OfferedRole extends Place {
  readonly name: string;
  /** as written in `role_arn`; undefined where account and role are written apart */
  readonly partition: string | undefined;
  /** twelve digits, or the account's alias */
  readonly account: string;
  /** with its path: `team/Admin` */
  readonly role: string;
  /** the role it is reached from; undefined for one reached from a base account, or from anywhere */
  readonly source: string | undefined;
  /** the base account it is reached from, by its section's name */
  readonly base: string | undefined;
  readonly region: string | undefined;
  readonly settings: ReadonlyMap<string, Setting>;
}

/**
 * The roles that the extension would offer, in order. A section that others name as their `source_profile` and that has
 * neither a `source_profile` nor a `role_arn` is a base account: its `role_name`, if any, is who signs in there, and
 * `target_role_name` and `target_region` are what its targets take over.
 *
 * @throws AwsroleError for what makes the extension refuse the whole text, and for a circle, which it never shows
 */
export const offeredRoles = (sections: readonly RolesSection[]): OfferedRole[] => {
  const byName = new Map(sections.map(section => [section.name, section]));
  const sources = new Set(sections.flatMap(section => text(section, 'source_profile') ?? []));
  for (const section of sections) checkWay(section, byName);
  const offered: OfferedRole[] = [];
  for (const section of sections) {
    const where = accountOf(section);
    const base = byName.get(text(section, 'source_profile') ?? '');
    if (!base && sources.has(section.name) && !section.settings.has('role_arn')) continue;
    const role = where.role ?? (base && text(base, 'target_role_name'));
    if (role === undefined)
      throw bad(section, 'has no role', `add role_name, or target_role_name in its base account`);
    offered.push({
      name: section.name,
      file: section.file,
      line: section.line,
      partition: where.partition,
      account: where.account,
      role,
      source: base && isRole(base) ? base.name : undefined,
      base: base && !isRole(base) ? base.name : undefined,
      region: text(section, 'region') ?? (base && text(base, 'target_region')),
      settings: section.settings,
    });
  }
  return offered;
};

const text = (section: RolesSection, key: string): string | undefined => section.settings.get(key)?.value;

const isRole = (section: RolesSection): boolean =>
  section.settings.has('source_profile') || section.settings.has('role_arn');

const checkWay = (start: RolesSection, byName: ReadonlyMap<string, RolesSection>): void => {
  const visited = new Set<RolesSection>();
  for (let section = start; ; ) {
    visited.add(section);
    const source = section.settings.get('source_profile');
    if (!source) return;
    const next = byName.get(source.value);
    if (!next) {
      throw new AwsroleError(
        `${at(source)}: source_profile '${source.value}' of [${section.name}] does not exist`,
        {
          hints: [`add [${source.value}] with aws_account_id = the account people sign in to`],
        },
      );
    }
    if (visited.has(next)) {
      throw bad(
        start,
        'is reached only in a circle of source_profile',
        'let one of them name a base account',
      );
    }
    section = next;
  }
};

interface Whereabouts {
  readonly partition: string | undefined;
  readonly account: string;
  readonly role: string | undefined;
}

const accountOf = (section: RolesSection): Whereabouts => {
  const arn = section.settings.get('role_arn');
  const account = text(section, 'aws_account_id');
  const role = text(section, 'role_name');
  if (!arn) {
    if (account !== undefined) return { partition: undefined, account, role };
    throw bad(
      section,
      'has no aws_account_id, which every section must have',
      'add it, or take the section out',
    );
  }
  if (account !== undefined || role !== undefined) {
    throw bad(section, 'has role_arn and aws_account_id or role_name beside it', 'keep one or the other');
  }
  const [, partition, named, path] = /^arn:([^:/]*):iam::([^:/]+):role\/(.+)$/.exec(arn.value) ?? [];
  if (named === undefined) {
    throw new AwsroleError(`${at(arn)}: role_arn '${arn.value}' is not the ARN of a role`, {
      hints: ['write arn:aws:iam::123456789012:role/NAME'],
    });
  }
  return { partition, account: named, role: path };
};

const bad = (section: RolesSection, message: string, hint: string): AwsroleError =>
  new AwsroleError(`${at(section)}: [${section.name}] ${message}`, { hints: [hint] });
