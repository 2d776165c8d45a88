import type { Arguments } from '../arguments/parse.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { type CveDocument, type CvePage, cveListText, cveText } from '../changes/cve-text.ts';
import { pageQuery } from '../changes/page-query.ts';
import { readSince } from '../changes/read-since.ts';
import type { RunCommand } from '../command.ts';
import { askServer } from '../stored/ask-server.ts';
import { chooseServer } from '../stored/choose-server.ts';
import type { Terminal } from '../terminal.ts';

const readFilter = ({ lists, texts }: Arguments, terminal: Terminal): Record<string, string | undefined> => {
  const since = texts.get('since');
  return {
    severity: lists.get('severity')?.join(','),
    since: since === undefined ? undefined : readSince(since, terminal),
  };
};

/** `drydock cve`: the images that have a vulnerability, or the vulnerabilities that images have. */
export const cve: RunCommand = async (args, terminal) => {
  const [id, ...others] = args.operands;
  if (others.length > 0) throw new UsageError('one CVE at most');
  const filter = readFilter(args, terminal);
  if (id !== undefined && Object.values(filter).some((value) => value !== undefined)) {
    throw new UsageError('--severity and --since are for the list: leave out the CVE');
  }
  const query = pageQuery(args, filter);
  const server = chooseServer(args, terminal.environment);
  const path = id === undefined ? `/cves?${query}` : `/cves/${encodeURIComponent(id)}?${query}`;
  const found = await askServer(server, 'GET', path);
  if (args.switches.get('json')) terminal.out(`${JSON.stringify(found, null, 2)}\n`);
  else terminal.out(id === undefined ? cveListText(found as CvePage) : cveText(found as CveDocument));
  return 0;
};
