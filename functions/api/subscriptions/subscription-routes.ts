import { DrydockError } from '../../errors.ts';
import {
  listDeliveries,
  type ManageDeliveriesDeps,
  replayDeliveries,
  sendTest,
} from '../../notify/manage-deliveries.ts';
import {
  listSubscriptions,
  type ManageDeps,
  putSubscription,
  readSubscriptionOf,
  removeSubscription,
  rotateSecret,
  type ShownSubscription,
} from '../../notify/manage-subscriptions.ts';
import { readSubscription } from '../../notify/read-subscription.ts';
import { openCursor, signCursor } from '../../scans/cursor.ts';
import { type Answer, jsonAnswer } from '../answer.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Call } from '../call.ts';
import { parseGoQuery } from '../resources/go-query.ts';
import { readJsonBody } from '../resources/json-body.ts';
import { readPage } from '../resources/list-query.ts';
import { resourceRoute } from '../resources/resource-route.ts';
import { replayRequest, secretRotation, subscriptionRequest } from './subscription-schemas.ts';
import { deliveryView, subscriptionView } from './subscription-view.ts';

type Notifications = ManageDeps & ManageDeliveriesDeps;

const dayInSeconds = 86_400;

/** `/subscriptions`: who is told what is new, for admins. */
export function subscriptionRoutes(deps: AppDeps) {
  const route = (handle: (notifications: Notifications, call: Call) => Promise<Answer>) =>
    resourceRoute(deps.log, async (call) => handle(withNotifications(deps), call));
  return {
    listSubscriptions: route(async (notifications, { principal }) => {
      const found = await listSubscriptions(notifications, principal);
      return jsonAnswer(200, { items: found.map(subscriptionView) });
    }),
    putSubscription: route(async (notifications, call) => {
      const wanted = readSubscription(readJsonBody(subscriptionRequest, call.event));
      return shown(await putSubscription(notifications, call.principal, nameOf(call), wanted));
    }),
    readSubscription: route(async (notifications, call) =>
      jsonAnswer(200, subscriptionView(await readSubscriptionOf(notifications, call.principal, nameOf(call)))),
    ),
    deleteSubscription: route(async (notifications, call) => {
      await removeSubscription(notifications, call.principal, nameOf(call));
      return { statusCode: 204, headers: {}, body: '' };
    }),
    rotateSecret: route(async (notifications, call) => {
      const { overlap = dayInSeconds } = readJsonBody(secretRotation, call.event);
      return shown(await rotateSecret(notifications, call.principal, nameOf(call), overlap * 1_000));
    }),
    testSubscription: route(async (notifications, call) =>
      jsonAnswer(202, deliveryView(await sendTest(notifications, call.principal, nameOf(call)))),
    ),
    replayDeliveries: route(async (notifications, call) => {
      const { since } = readJsonBody(replayRequest, call.event);
      const from = since === undefined ? deps.clock() - dayInSeconds * 1_000 : Date.parse(since);
      return jsonAnswer(202, { replayed: await replayDeliveries(notifications, call.principal, nameOf(call), from) });
    }),
    listDeliveries: route((notifications, call) => deliveriesPage(deps, notifications, call)),
  };
}

async function deliveriesPage(deps: AppDeps, notifications: Notifications, call: Call): Promise<Answer> {
  const { limit = 20, cursor } = readPage(parseGoQuery(call.event.rawQueryString));
  const scope = { tenant: call.principal.tenant, listing: `deliveries:${nameOf(call)}` };
  const after = cursor === undefined ? {} : { after: openCursor(deps.deploymentKey, scope, cursor) };
  const page = await listDeliveries(notifications, call.principal, nameOf(call), { limit, ...after });
  const items = page.deliveries.map(deliveryView);
  if (page.next === undefined) return jsonAnswer(200, { items });
  return jsonAnswer(200, { items, nextCursor: signCursor(deps.deploymentKey, scope, page.next) });
}

/** The secret goes over the wire this once. */
const shown = ({ subscription, secret, isNew }: ShownSubscription): Answer =>
  jsonAnswer(isNew ? 201 : 200, { ...subscriptionView(subscription), ...(secret !== undefined && { secret }) });

const nameOf = (call: Call): string => call.params.name ?? '';

function withNotifications({ notifications }: AppDeps): Notifications {
  if (notifications === undefined) throw new DrydockError('storage_unavailable', 'this server sends no notifications');
  return notifications;
}
