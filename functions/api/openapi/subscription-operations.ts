import {
  deliveryDocument,
  deliveryList,
  replayAnswer,
  replayRequest,
  secretRotation,
  shownSubscription,
  subscriptionDocument,
  subscriptionList,
  subscriptionRequest,
} from '../subscriptions/subscription-schemas.ts';
import { json, type Operation } from './operation.ts';
import { pageParameters } from './parameters.ts';

/** Notifications. */
export const subscriptionOperations: Readonly<Record<string, Operation>> = {
  'GET /subscriptions': {
    summary: 'Who is told what is new',
    answers: { 200: { says: 'all of them', content: json(subscriptionList) } },
    problems: [],
  },
  'PUT /subscriptions/{name}': {
    summary: 'Make or change a subscription',
    body: json(subscriptionRequest),
    answers: {
      200: { says: 'changed', content: json(shownSubscription) },
      201: { says: 'made; a webhook with its secret, shown this once', content: json(shownSubscription) },
    },
    problems: ['bad_request', 'forbidden_address'],
  },
  'GET /subscriptions/{name}': {
    summary: 'A subscription',
    answers: { 200: { says: 'never its secret', content: json(subscriptionDocument) } },
    problems: ['not_found'],
  },
  'DELETE /subscriptions/{name}': {
    summary: 'End a subscription',
    answers: { 204: { says: 'ended' } },
    problems: ['not_found'],
  },
  'POST /subscriptions/{name}/rotate': {
    summary: 'Make a new signing secret',
    body: json(secretRotation),
    answers: { 200: { says: 'with the secret, shown this once', content: json(shownSubscription) } },
    problems: ['bad_request', 'not_found', 'credentials_gone'],
  },
  'POST /subscriptions/{name}/test': {
    summary: 'Send a test message',
    answers: { 202: { says: 'the message that will be sent', content: json(deliveryDocument) } },
    problems: ['not_found'],
  },
  'POST /subscriptions/{name}/replay': {
    summary: 'Send again what failed',
    body: json(replayRequest),
    answers: { 202: { says: 'how many messages that are', content: json(replayAnswer) } },
    problems: ['bad_request', 'not_found'],
  },
  'GET /subscriptions/{name}/deliveries': {
    summary: 'Messages and how they fared, newest first',
    parameters: pageParameters,
    answers: { 200: { says: 'a page', content: json(deliveryList) } },
    problems: ['bad_request', 'bad_cursor', 'not_found'],
  },
};
