import type { Service } from '../../cloud/service.ts';
import { publish } from './operations/publish.ts';
import * as subscriptions from './operations/subscriptions.ts';
import * as topics from './operations/topics.ts';

export const snsService: Service = {
  name: 'sns',
  operations: {
    CreateTopic: topics.createTopic,
    DeleteTopic: topics.deleteTopic,
    GetSubscriptionAttributes: subscriptions.getSubscriptionAttributes,
    GetTopicAttributes: topics.getTopicAttributes,
    ListSubscriptionsByTopic: subscriptions.listSubscriptionsByTopic,
    ListTagsForResource: topics.listTagsForResource,
    ListTopics: topics.listTopics,
    Publish: publish,
    SetSubscriptionAttributes: subscriptions.setSubscriptionAttributes,
    SetTopicAttributes: topics.setTopicAttributes,
    Subscribe: subscriptions.subscribe,
    TagResource: topics.tagResource,
    Unsubscribe: subscriptions.unsubscribe,
    UntagResource: topics.untagResource,
  },
};
