import type { App } from './app.ts';

/** Routes that the gateway opens to IAM signatures alone: the catch-all among them and those of other functions. */
export const iamRouteKey = 'ANY /iam/{proxy+}';
const isIamRoute = (key: string): boolean => / \/iam\//.test(key);
const prefix = '/iam';

/** The app for callers with an IAM signature, too: the same routes below `/iam/`, and answers that lead back there. */
export const underIam =
  (app: App): App =>
  async (event, context) => {
    if (!isIamRoute(event.routeKey) || !event.rawPath.startsWith(`${prefix}/`)) return app(event, context);
    const answer = await app({ ...event, rawPath: event.rawPath.slice(prefix.length) }, context);
    const { location, link } = answer.headers;
    return {
      ...answer,
      headers: {
        ...answer.headers,
        ...(location?.startsWith('/') && { location: prefix + location }),
        ...(link !== undefined && { link: link.replace('</', `<${prefix}/`) }),
      },
    };
  };
