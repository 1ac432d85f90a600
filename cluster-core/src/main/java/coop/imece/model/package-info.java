/** A model folder in Hugging Face format: what it holds and which decoder its config asks for. */
package coop.imece.model;
