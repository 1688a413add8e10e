export { type Credentials, rootCredentials } from './services/sts/sessions.ts';
