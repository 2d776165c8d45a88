import type { Synthesized } from './synthesize.ts';

export interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, string[]>>;
}

/** A function as the template deploys it. */
export interface DeployedFunction {
  /** the file in functions/handlers, without its ending */
  handler: string;
  /** values as the template has them, references included */
  environment: Record<string, unknown>;
  /** what its role may do */
  statements: Statement[];
}

/** Every function of a template by the name of its handler; the one that submits image scans, which runs the handler `api` too, is `submit`. */
export function deployedFunctions({ resources }: Synthesized): Record<string, DeployedFunction> {
  const policies = Object.values(resources).filter(({ Type }) => Type === 'AWS::IAM::Policy');
  const statementsOf = (role: string): Statement[] =>
    policies
      .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  const functions = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::Lambda::Function');
  return Object.fromEntries(
    functions.map(([id, { Properties }]) => {
      const [, handler] = /^handlers\/(.*)\.handler$/.exec(Properties.Handler)!;
      const statements = statementsOf(Properties.Role['Fn::GetAtt'][0]);
      const name = id.startsWith('ImagesSubmit') ? 'submit' : handler!;
      return [name, { handler: handler!, environment: Properties.Environment.Variables, statements }];
    }),
  );
}

/** What a reference of the template points to, by the name of the resource: `Bucket`, `Bucket/reports/*`. */
export function named(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': joined } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return Ref;
  if (Array.isArray(attribute)) return String(attribute[0]);
  return (joined as [string, unknown[]])[1].map(named).join('');
}

/** Which function is called with the messages of which queue, by name of the handler and of the resource. */
export function eventSources(stack: Synthesized): { handler: string; queue: string }[] {
  return stack.ofType('AWS::Lambda::EventSourceMapping').map(({ Properties }) => {
    const { Handler } = stack.resources[named(Properties.FunctionName)]!.Properties;
    return { handler: Handler.split(/[/.]/)[1], queue: named(Properties.EventSourceArn) };
  });
}
