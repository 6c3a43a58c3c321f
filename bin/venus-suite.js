#!/usr/bin/env node
import { launch } from '../scripts/launch.js';

await launch(process.argv.slice(2));
