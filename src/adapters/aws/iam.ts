import { IAMClient, ListAccountAliasesCommand, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import { partitionOf } from '../../core/aws/partition.ts';
import type { CallSettings, Iam } from '../../ports/aws.ts';
import { type AwsOptions, createAwsCaller } from './aws-client.ts';
import { type ClientConfig, createClient } from './client-config.ts';

/** A user has at most eight MFA devices and an account one alias, so a correct answer never needs more pages. */
const MAX_PAGES = 10;

/** Creates the IAM client. Every method throws ServiceError. IAM has one signing region per partition. */
export const createIam = (options: AwsOptions): Iam => {
  const caller = createAwsCaller(options);

  const list = async (
    operation: string,
    settings: CallSettings,
    page: (config: ClientConfig, marker: string | undefined) => Promise<Page>,
  ): Promise<string[]> => {
    const found: string[] = [];
    let marker: string | undefined;
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const { items, next } = await caller.call<Page>({
        operation,
        settings: { ...settings, region: partitionOf(settings.region).iamRegion },
        secrets: [],
        carriesCode: false,
        run: config => page(config, marker),
      });
      found.push(...items.filter(item => item !== undefined));
      if (next === undefined) break;
      marker = next;
    }
    return found;
  };

  return {
    listMfaDevices: settings =>
      list('ListMFADevices', settings, async (config, marker) => {
        const client = createClient(() => new IAMClient(config));
        const answer = await client.send(new ListMFADevicesCommand({ Marker: marker }));
        return { items: (answer.MFADevices ?? []).map(device => device.SerialNumber), next: nextOf(answer) };
      }),
    listAccountAliases: settings =>
      list('ListAccountAliases', settings, async (config, marker) => {
        const client = createClient(() => new IAMClient(config));
        const answer = await client.send(new ListAccountAliasesCommand({ Marker: marker }));
        return { items: answer.AccountAliases ?? [], next: nextOf(answer) };
      }),
  };
};

interface Page {
  readonly items: readonly (string | undefined)[];
  readonly next: string | undefined;
}

const nextOf = (answer: {
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}): string | undefined => (answer.IsTruncated === true ? answer.Marker : undefined);
