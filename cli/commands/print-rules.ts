import { CommandError, type RunCommand } from '../command.ts';
import { ruleRows } from '../rules/rule-rows.ts';
import { rulesJson } from '../rules/rules-json.ts';
import { rulesTable } from '../rules/rules-table.ts';
import { rulesYaml } from '../rules/rules-yaml.ts';

const printers = new Map([
  ['json', rulesJson],
  ['yaml', rulesYaml],
  ['table', rulesTable],
]);

/** `drydock print-rules`: every rule with its points, as kubesec prints them. */
export const printRules: RunCommand = async (args, terminal) => {
  const format = args.texts.get('format') ?? 'json';
  const print = printers.get(format);
  if (print === undefined) throw new CommandError(`Unkown printing format: ${format}`);
  terminal.out(print(ruleRows()));
  return 0;
};
