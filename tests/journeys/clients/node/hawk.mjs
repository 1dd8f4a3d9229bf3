import Hawk from 'hawk';
import { drive } from './hawk-driver.mjs';

await drive(Hawk);
