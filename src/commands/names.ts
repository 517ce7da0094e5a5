import { nameLines, namesRecord } from '../core/records/names-record.ts';
import { overview } from '../core/report/overview.ts';
import { loadProfiles } from '../session/load.ts';
import { AwsroleCommand } from './awsrole-command.ts';

/** Prints the names for the completion files, and writes them where the shells find them. Hidden in help. */
export class NamesCommand extends AwsroleCommand {
  static override paths = [['__names']];

  override async execute(): Promise<number> {
    const { ports } = this.context;
    const seen = await ports.live.observe();
    const lines = nameLines(overview(await loadProfiles(ports)));
    await ports.live.writeNames(seen, files => namesRecord(lines, files));
    this.print(lines.map(line => `${line}\n`).join(''));
    return 0;
  }
}
