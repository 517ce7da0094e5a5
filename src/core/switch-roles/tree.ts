import { AwsroleError } from '../errors.ts';
import { at, type Place, type Setting } from '../ini/setting.ts';
import type { RolesSection } from './text.ts';

/** A role that the extension offers, with the defaults of its base account applied. */
export interface OfferedRole extends Place {
  readonly name: string;
  /** the partition of `role_arn`; undefined for a section with `aws_account_id` and `role_name` */
  readonly partition: string | undefined;
  /** twelve digits, or the account's alias */
  readonly account: string;
  /** the role name with its path: `team/Admin` */
  readonly role: string;
  /** the section of the role from which it is assumed; undefined for a role of a base account, or without a source */
  readonly source: string | undefined;
  /** the section of its base account */
  readonly base: string | undefined;
  readonly region: string | undefined;
  readonly settings: ReadonlyMap<string, Setting>;
}

/** A base account of the extension: a section with the account in which users sign in before they switch to its roles. */
export interface OfferedBase extends Place {
  readonly name: string;
  /** an account ID, an account's alias, or other text that is neither */
  readonly account: string;
  readonly settings: ReadonlyMap<string, Setting>;
}

/** The base accounts of the roles that `offeredRoles` returns for these sections, in order. */
export const offeredBases = (
  sections: readonly RolesSection[],
  roles: readonly OfferedRole[],
): OfferedBase[] => {
  const names = new Set(roles.flatMap(({ base }) => base ?? []));
  return sections
    .filter(({ name }) => names.has(name))
    .map(({ name, file, line, settings }) => ({
      name,
      file,
      line,
      settings,
      account: settings.get('aws_account_id')?.value ?? '',
    }));
};

/**
 * The roles that the extension would offer, in order. A section that other sections name as their `source_profile`, and
 * that has neither `source_profile` nor `role_arn`, is a base account. Its `role_name` is the role of the sign-in, and
 * its `target_role_name` and `target_region` are defaults for its roles.
 *
 * @throws AwsroleError for an error for which the extension rejects the whole text, and for a loop of
 *   `source_profile`, whose roles the extension never shows
 */
export const offeredRoles = (sections: readonly RolesSection[]): OfferedRole[] => {
  const byName = new Map(sections.map(section => [section.name, section]));
  const sources = new Set(sections.flatMap(section => text(section, 'source_profile') ?? []));
  const checked = new Set<RolesSection>();
  for (const section of sections) checkSources(section, byName, checked);
  const offered: OfferedRole[] = [];
  for (const section of sections) {
    const written = writtenRole(section);
    const base = byName.get(text(section, 'source_profile') ?? '');
    if (!base && sources.has(section.name) && !section.settings.has('role_arn')) continue;
    const role = written.role ?? (base && text(base, 'target_role_name'));
    if (role === undefined)
      throw sectionError(section, 'has no role', `add role_name, or target_role_name in its base account`);
    offered.push({
      name: section.name,
      file: section.file,
      line: section.line,
      partition: written.partition,
      account: written.account,
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

/**
 * Follows `source_profile` from a section to its end, or to a section of `checked`, and adds the sections on the way to
 * `checked`.
 */
const checkSources = (
  start: RolesSection,
  byName: ReadonlyMap<string, RolesSection>,
  checked: Set<RolesSection>,
): void => {
  const visited = new Set<RolesSection>();
  for (let section = start; !checked.has(section); ) {
    visited.add(section);
    const source = section.settings.get('source_profile');
    if (!source) break;
    const next = byName.get(source.value);
    if (!next) {
      throw new AwsroleError(
        `${at(source)}: source_profile '${source.value}' of [${section.name}] does not exist`,
        {
          hints: [`add [${source.value}] with aws_account_id = the account that users sign in to`],
        },
      );
    }
    if (visited.has(next)) {
      throw sectionError(
        start,
        'leads into a loop of source_profile settings',
        'set one source_profile to a base account',
      );
    }
    section = next;
  }
  for (const section of visited) checked.add(section);
};

/** Account and role of one section, without the defaults of its base account. */
interface WrittenRole {
  readonly partition: string | undefined;
  readonly account: string;
  readonly role: string | undefined;
}

const writtenRole = (section: RolesSection): WrittenRole => {
  const arn = section.settings.get('role_arn');
  const account = text(section, 'aws_account_id');
  const role = text(section, 'role_name');
  if (!arn) {
    if (account !== undefined) return { partition: undefined, account, role };
    throw sectionError(
      section,
      'has no aws_account_id, which every section requires',
      'add it, or remove the section',
    );
  }
  if (account !== undefined || role !== undefined) {
    throw sectionError(
      section,
      'has role_arn together with aws_account_id or role_name',
      'keep one or the other',
    );
  }
  const [, partition, named, path] = /^arn:([^:/]*):iam::([^:/]+):role\/(.+)$/.exec(arn.value) ?? [];
  if (named === undefined) {
    throw new AwsroleError(`${at(arn)}: role_arn '${arn.value}' is not the ARN of a role`, {
      hints: ['write arn:aws:iam::123456789012:role/NAME'],
    });
  }
  return { partition, account: named, role: path };
};

const sectionError = (section: RolesSection, message: string, hint: string): AwsroleError =>
  new AwsroleError(`${at(section)}: [${section.name}] ${message}`, { hints: [hint] });
