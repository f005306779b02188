export { apiSuite } from './api-suite.js';
export type { ApiHost, ApiSuiteOptions } from './host.js';
