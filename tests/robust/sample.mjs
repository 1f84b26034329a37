// Makes the database with the sample people and reports that the scripts copy; prints its address.
import { make_sample } from './kit/program.mjs';
console.log(await make_sample());
