import { reportsValue } from '../../../cli/template/report-data.ts';

const privileged = {
  id: 'Privileged',
  selector: 'containers[] .a == true',
  reason: `It's <bad> & "worse"`,
  containers: 1,
  points: -30,
};
const limitsCpu = { id: 'LimitsCPU', selector: 'x | index("é")', reason: 'Limits.', containers: 2, points: 1 };
const runAsUser = { id: 'RunAsUser', selector: '-gt 10000', reason: 'High', containers: 0, points: 1 };
const runAsGroup = { id: 'RunAsGroup', selector: '-gt 10000 g', reason: 'High too', containers: 0, points: 3 };

/** The reports over which the fixtures were recorded with Go's text/template. */
export const sampleReports = reportsValue([
  {
    report: {
      object: 'Pod/één.default',
      valid: true,
      fileName: 'dir/pod.yaml',
      message: 'Failed with a score of -29 points',
      score: -29,
      scoring: { critical: [privileged], passed: [limitsCpu], advise: [runAsUser, runAsGroup] },
    },
    rules: [privileged, limitsCpu, runAsUser, runAsGroup],
  },
  {
    report: {
      object: 'ConfigMap/x.y',
      valid: true,
      fileName: 'dir/pod.yaml',
      message: 'This resource kind is not supported by kubesec',
      score: 0,
      scoring: {},
    },
    rules: [],
  },
  {
    report: {
      object: 'Pod/b.default',
      valid: false,
      fileName: 'dir/b.yaml',
      message: 'could not find\nschema',
      score: 0,
      scoring: {},
    },
    rules: [],
  },
]);

export const sampleTime = 1_700_000_000_120;
