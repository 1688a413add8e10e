export { rootCredentials } from './services/sts/sessions.ts';
