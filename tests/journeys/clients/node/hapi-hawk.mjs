import Hawk from '@hapi/hawk';
import { drive } from './hawk-driver.mjs';

await drive(Hawk);
