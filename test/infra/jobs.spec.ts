import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deployedFunctions, eventSources, named } from './deployed-functions.ts';
import { synthesize } from './synthesize.ts';

/** What both hosts do beside answering: the use case of each job, the function that does it on AWS, and what calls that. */
const jobs = [
  ['runImageScan|deliverImageScans', 'scan-image', 'queue'],
  ['buryImageScan', 'bury', 'queue'],
  ['sweepImageScans', 'sweep', 'schedule'],
  ['starterOfRuns', 'plan-rescans', 'schedule'],
  ['sweepRuns', 'plan-rescans', 'schedule'],
  ['lookAtWatches', 'plan-rescans', 'schedule'],
  ['runBatch|deliverBatches', 'rematch', 'queue'],
  ['makeDigests', 'notify', 'schedule'],
  ['deliverDue', 'notify', 'schedule'],
  ['deliverOne', 'notify', 'queue'],
  ['alarmTenants', 'alarm', 'schedule'],
  ['commands.pull', 'refresh-database', 'schedule'],
] as const;

/** Where a process looks for what is due every two seconds, nobody rings. */
const onlyOnAws = ['deliverOne'];

const stack = synthesize();
const local = readdirSync('local/jobs')
  .map((name) => readFileSync(`local/jobs/${name}`, 'utf8'))
  .join('\n');
const calls = (source: string, names: string): boolean =>
  names.split('|').some((name) => source.includes(`${name}(`) || source.includes(`${name}.(`));

const scheduled = stack.ofType('AWS::Scheduler::Schedule').map(({ Properties }) => {
  const { Handler } = stack.resources[named(Properties.Target.Arn)]!.Properties;
  return Handler.split(/[/.]/)[1];
});
const called = { schedule: scheduled, queue: eventSources(stack).map(({ handler }) => handler) };

describe('jobs', () => {
  it.each(jobs)('job: %s is done by both hosts, on AWS by the function %s, called by a %s', (names, handler, by) => {
    expect(calls(readFileSync(`functions/handlers/${handler}.ts`, 'utf8'), names)).toBe(true);
    expect(called[by]).toContain(handler);
    expect(calls(local, names)).toBe(!onlyOnAws.includes(names));
  });

  it('job: there is no function beside those, and those that answer requests', () => {
    const answering = ['api', 'authorizer', 'manifest', 'submit'];
    const known = [...new Set(jobs.map(([, handler]) => handler)), ...answering];
    expect(Object.keys(deployedFunctions(stack)).sort()).toEqual(known.sort());
  });
});
