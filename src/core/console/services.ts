import { usageError } from '../errors.ts';
import { didYouMean } from '../text/names.ts';

/**
 * Service name → path of its console on the console host, some with a fragment (`#…`). The names are AWS CLI commands
 * and common names. They are in alphabetical order.
 */
const PATHS: Readonly<Record<string, string>> = {
  acm: 'acm/home',
  amplify: 'amplify/home',
  apigateway: 'apigateway/home',
  appconfig: 'systems-manager/appconfig',
  apprunner: 'apprunner/home',
  appsync: 'appsync/home',
  athena: 'athena/home',
  backup: 'backup/home',
  batch: 'batch/home',
  bedrock: 'bedrock/home',
  billing: 'billing/home',
  cloudformation: 'cloudformation/home',
  cloudfront: 'cloudfront/v4/home',
  cloudshell: 'cloudshell/home',
  cloudtrail: 'cloudtrailv2/home',
  cloudwatch: 'cloudwatch/home',
  codeartifact: 'codesuite/codeartifact/home',
  codebuild: 'codesuite/codebuild/home',
  codecommit: 'codesuite/codecommit/home',
  codedeploy: 'codesuite/codedeploy/home',
  codepipeline: 'codesuite/codepipeline/home',
  cognito: 'cognito/v2/home',
  config: 'config/home',
  connect: 'connect/v2/app',
  controltower: 'controltower/home',
  costexplorer: 'cost-management/home',
  datasync: 'datasync/home',
  directconnect: 'directconnect/v2/home',
  dms: 'dms/v2/home',
  docdb: 'docdb/home',
  ds: 'directoryservicev2/home',
  dynamodb: 'dynamodbv2/home',
  ec2: 'ec2/home',
  ecr: 'ecr/home',
  ecs: 'ecs/v2/home',
  efs: 'efs/home',
  eks: 'eks/home',
  elasticache: 'elasticache/home',
  elasticbeanstalk: 'elasticbeanstalk/home',
  elb: 'ec2/home#LoadBalancers:',
  emr: 'emr/home',
  eventbridge: 'events/home',
  events: 'events/home',
  firehose: 'firehose/home',
  fsx: 'fsx/home',
  glue: 'glue/home',
  guardduty: 'guardduty/home',
  health: 'health/home',
  home: 'console/home',
  iam: 'iam/home',
  identitycenter: 'singlesignon/home',
  inspector: 'inspector/v2/home',
  iot: 'iot/home',
  kinesis: 'kinesis/home',
  kms: 'kms/home',
  lakeformation: 'lakeformation/home',
  lambda: 'lambda/home',
  logs: 'cloudwatch/home#logsV2:log-groups',
  macie: 'macie/home',
  memorydb: 'memorydb/home',
  mq: 'amazon-mq/home',
  msk: 'msk/home',
  neptune: 'neptune/home',
  opensearch: 'aos/home',
  organizations: 'organizations/v2/home',
  ram: 'ram/home',
  rds: 'rds/home',
  redshift: 'redshiftv2/home',
  route53: 'route53/v2/home',
  s3: 's3/home',
  sagemaker: 'sagemaker/home',
  secretsmanager: 'secretsmanager/home',
  securityhub: 'securityhub/home',
  servicecatalog: 'servicecatalog/home',
  servicequotas: 'servicequotas/home',
  ses: 'ses/home',
  sns: 'sns/v3/home',
  sqs: 'sqs/v3/home',
  ssm: 'systems-manager/home',
  states: 'states/home',
  stepfunctions: 'states/home',
  support: 'support/home',
  transfer: 'transfer/home',
  trustedadvisor: 'trustedadvisor/home',
  vpc: 'vpcconsole/home',
  waf: 'wafv2/homev2',
  workspaces: 'workspaces/v2/home',
  xray: 'xray/home',
};

/** The service names that `--service` accepts, in alphabetical order. */
export const SERVICES: readonly string[] = Object.keys(PATHS);

/**
 * The path of a service's console; without a service, the path of the console home page.
 *
 * @throws AwsroleError (usage) for an unknown service, with the nearest names
 */
export const servicePath = (service = 'home'): string => {
  const path = Object.hasOwn(PATHS, service) ? PATHS[service] : undefined;
  if (path !== undefined) return path;
  throw usageError(
    `--service: unknown service '${service}'`,
    ...didYouMean(service, SERVICES),
    '--url opens any page of the console: --url https://console.aws.amazon.com/…',
  );
};
