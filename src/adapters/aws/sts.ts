import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import type { AssumeRoleRequest, Sts } from '../../ports/aws.ts';
import { type AwsOptions, createAwsCaller } from './aws-client.ts';
import { type ClientConfig, clientConfig, createClient, type Settings } from './client-config.ts';
import { Observer } from './service-answer.ts';
import { sessionOf } from './session-answer.ts';

const clientOf = (config: ClientConfig): STSClient =>
  createClient(() => new STSClient({ ...config, useGlobalEndpoint: false }));

/** Creates the STS client; `Sts` documents its methods. */
export const createSts = (options: AwsOptions): Sts => {
  const caller = createAwsCaller(options);
  return {
    getCallerIdentity: settings =>
      caller.call({
        operation: 'GetCallerIdentity',
        settings,
        secrets: [],
        carriesCode: false,
        async run(config) {
          const answer = await clientOf(config).send(new GetCallerIdentityCommand({}));
          const { Account: account = '', Arn: arn = '', UserId: userId = '' } = answer;
          const isSound =
            /^\d{12}$/.test(account) && /^arn:[\x21-\x7e]+$/.test(arn) && /^[\x21-\x7e]+$/.test(userId);
          return isSound ? { account, arn, userId } : undefined;
        },
      }),
    getSessionToken: (settings, request) =>
      caller.call({
        operation: 'GetSessionToken',
        settings,
        secrets: [request.tokenCode],
        carriesCode: request.tokenCode !== undefined,
        async run(config, meta) {
          const input = {
            DurationSeconds: request.durationSeconds,
            SerialNumber: request.serialNumber,
            TokenCode: request.tokenCode,
          };
          return sessionOf(await clientOf(config).send(new GetSessionTokenCommand(input)), meta());
        },
      }),
    assumeRole: (settings, request) =>
      caller.call({
        operation: 'AssumeRole',
        settings,
        secrets: [request.tokenCode],
        carriesCode: request.tokenCode !== undefined,
        async run(config, meta) {
          return roleSession(
            await clientOf(config).send(new AssumeRoleCommand(assumeInput(request))),
            meta(),
          );
        },
      }),
    assumeRoleWithWebIdentity: (settings, request) =>
      caller.call({
        operation: 'AssumeRoleWithWebIdentity',
        settings,
        secrets: [request.webIdentityToken],
        carriesCode: false,
        async run(config, meta) {
          const command = new AssumeRoleWithWebIdentityCommand({
            RoleArn: request.roleArn,
            RoleSessionName: request.roleSessionName,
            DurationSeconds: request.durationSeconds,
            WebIdentityToken: request.webIdentityToken,
          });
          return roleSession(await clientOf(config).send(command), meta());
        },
      }),
    warmUp(settings) {
      const warm = async (): Promise<void> => {
        await caller.http.warmUp(
          endpointOf(settings, clientConfig(settings, unusedObserver(caller, options), 0)),
          settings.caBundle,
        );
      };
      // the call itself meets the same error and reports it
      warm().catch(() => undefined);
    },
  };
};

const roleSession: typeof sessionOf = (answer, meta) =>
  answer.AssumedRoleUser?.Arn === undefined ? undefined : sessionOf(answer, meta);

const assumeInput = (request: AssumeRoleRequest) => ({
  RoleArn: request.roleArn,
  RoleSessionName: request.roleSessionName,
  DurationSeconds: request.durationSeconds,
  ExternalId: request.externalId,
  SourceIdentity: request.sourceIdentity,
  SerialNumber: request.serialNumber,
  TokenCode: request.tokenCode,
});

const unusedObserver = (caller: ReturnType<typeof createAwsCaller>, options: AwsOptions): Observer =>
  new Observer(caller.http, options.clock);

/** The endpoint of STS: the configured one, else the SDK's regional endpoint. */
const endpointOf = (settings: Settings, config: ClientConfig): URL => {
  if (settings.endpoint !== undefined) return new URL(settings.endpoint);
  const { url } = clientOf(config).config.endpointProvider({
    Region: settings.region,
    UseFIPS: settings.useFips ?? false,
    UseDualStack: settings.useDualstack ?? false,
    UseGlobalEndpoint: false,
  });
  return url;
};
