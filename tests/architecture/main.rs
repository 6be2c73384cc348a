//! The plan of the house, compared with the house: who may depend on whom, what the pure core may not reach, and that
//! the window answers exactly the commands that it declares.

mod commands;
mod dependencies;
mod pure;
mod workspace;
