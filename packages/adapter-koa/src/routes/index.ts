import type { Endpoint } from '../endpoint.js';
import type { HttpServices } from '../http-services.js';
import type { HttpOptions } from '../options.js';
import type { SessionCookie } from '../session-cookie.js';
import { passwordEndpoints } from './identity/password-routes.js';
import { identityEndpoints } from './identity/routes.js';
import { syncEndpoints } from './sync/routes.js';

export interface RouteOptions extends Pick<HttpOptions, 'clientReleases' | 'demoSquare'> {
  readonly sessionCookie: SessionCookie;
}

/** Every route. Paths without parameters come first, so that `/user/batch` is nobody's id. */
export function allEndpoints(services: HttpServices, options: RouteOptions): readonly Endpoint[] {
  const endpoints = [
    ...identityEndpoints(services, options),
    ...passwordEndpoints(services),
    ...syncEndpoints(services),
  ];
  return endpoints.toSorted((a, b) => parameters(a) - parameters(b));
}

const parameters = ({ path }: Endpoint): number => path.split(':').length;
